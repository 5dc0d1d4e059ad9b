// Command terraform-provider-clerk is the Terraform and OpenTofu provider for
// Clerk.
package main

import (
	"flag"
	"log"
	"os"

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
	provider.SpareCollections()
	if err := provider.QuietLogs(); err != nil {
		log.Fatal(err)
	}
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(address, serve, options...); err != nil {
		log.Fatal(err)
	}
}
