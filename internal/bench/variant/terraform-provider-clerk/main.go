// Command terraform-provider-clerk, of the benchmark, serves a variant of the
// provider. The environment says which, since a CLI starts it without arguments.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/pprof"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/variant"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
)

const address = "registry.terraform.io/clerkform/clerk"

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() (err error) {
	if os.Getenv(variant.LogsVariable) == "" {
		if err := provider.QuietLogs(); err != nil {
			return err
		}
	}
	if os.Getenv(variant.GarbageVariable) == "" {
		provider.SpareCollections()
	}
	if folder := os.Getenv(variant.ProfileVariable); folder != "" {
		// A CLI starts several processes: the largest profile is of the plan's.
		file, err := os.Create(filepath.Join(folder, fmt.Sprintf("%d%s", os.Getpid(), variant.ProfileSuffix)))
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer func() {
			pprof.StopCPUProfile()
			err = errors.Join(err, file.Close())
		}()
	}
	server, err := variant.NewServer(os.Getenv(variant.NameVariable), os.Getenv)
	if err != nil {
		return err
	}
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return server })
}
