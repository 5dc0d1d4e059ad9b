// Command terraform-provider-clerk is the Terraform and OpenTofu provider for
// Clerk.
package main

import (
	"flag"
	"log"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/clerkform/terraform-provider-clerk/internal/export"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
)

// address is the provider's address in the registries.
const address = "registry.terraform.io/clerkform/clerk"

var version = "dev" // set by the linker

func main() {
	serve := func() tfprotov6.ProviderServer { return provider.NewServer(provider.New(version, os.Getenv)) }
	if len(os.Args) > 1 && os.Args[1] == "export" {
		os.Exit(export.Main(os.Args[2:], serve))
	}
	debug := flag.Bool("debug", false, "serve for a debugger: print how to attach, and wait")
	flag.Parse()
	quietSDK()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(address, serve, options...); err != nil {
		log.Fatal(err)
	}
}

// quietSDK turns the logs off when nobody asked for one: without these variables
// the SDK formats its TRACE lines, and the provider's, all the same.
func quietSDK() {
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "TF_LOG") && name != "TF_LOG_PATH" && value != "" {
			return
		}
	}
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_PROVIDER_CLERK"} {
		if err := os.Setenv(name, "off"); err != nil {
			log.Fatal(err)
		}
	}
}
