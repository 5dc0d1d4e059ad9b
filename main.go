// Command terraform-provider-clerk is the Terraform and OpenTofu provider for
// Clerk.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/clerkform/terraform-provider-clerk/internal/export"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// address is the provider's address in the registries.
const address = "registry.terraform.io/clerkform/clerk"

var version = "dev" // set by the linker

const usage = `terraform-provider-clerk is a plugin: Terraform and OpenTofu start it by themselves.

Run by hand, it knows:
  terraform-provider-clerk export [flags]   write configuration for what a Clerk
                                            instance has already; export --help says more
  terraform-provider-clerk --version        say which version it is
  terraform-provider-clerk --debug          serve for a debugger: print how to attach, and wait
`

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	serve := func() tfprotov6.ProviderServer { return server.New(provider.New(version, os.Getenv)) }
	if len(args) > 0 && args[0] == "export" {
		server.RelaxGC(800) // nothing waits beside an export for its memory
		return export.Main(args[1:], serve, provider.Sections)
	}
	flags := flag.NewFlagSet("terraform-provider-clerk", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	debug := flags.Bool("debug", false, "")
	which := flags.Bool("version", false, "")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "Error: %s.\n\n%s", err, usage)
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "Error: there is no command %q.\n\n%s", flags.Arg(0), usage)
		return 2
	case *which:
		fmt.Fprintln(stdout, "terraform-provider-clerk", version)
		return 0
	}
	server.RelaxGC(300)
	if err := server.QuietLogs(); err != nil {
		log.Print(err)
		return 1
	}
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(address, serve, options...); err != nil {
		log.Print(err)
		return 1
	}
	return 0
}
