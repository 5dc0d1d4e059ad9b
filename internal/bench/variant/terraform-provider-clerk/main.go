// Command terraform-provider-clerk, of the benchmark, serves a variant of the
// provider. The environment says which, since a CLI starts it without arguments.
package main

import (
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/variant"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

const address = "registry.terraform.io/clerkform/clerk"

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

// run does for its process what the provider's main.go does, so that nothing but the
// server differs.
func run() error {
	server.RelaxGC(300)
	if err := server.QuietLogs(); err != nil {
		return err
	}
	server, err := variant.NewServer(os.Getenv(variant.NameVariable), provider.New("bench", os.Getenv))
	if err != nil {
		return err
	}
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return server })
}
