// Package variant has the servers that the benchmark compares the provider with:
// the provider without its remedies, and providers that do nothing.
package variant

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	ours "github.com/clerkform/terraform-provider-clerk/internal/provider"
)

// Names of variants.
const (
	// Released is the provider as main.go serves it.
	Released = "released"
	// Long is the provider without its short cuts.
	Long = "long"
	// Plain is the provider, served by the framework's server as it is.
	Plain = "plain"
	// Nothing has the provider's types, with all that stands in their schemas; its
	// resources do nothing.
	Nothing = "nothing"
	// Bare is Nothing without validators and plan modifiers in its resources'
	// schemas.
	Bare = "bare"
	// Usual is Nothing, served by the framework's server as it is.
	Usual = "usual"
	// Raw has the same schema and does nothing, without the framework.
	Raw = "raw"
)

// Environment of the program that serves a variant.
const (
	NameVariable    = "CLERK_BENCH_VARIANT"
	LogsVariable    = "CLERK_BENCH_LOGS"    // not empty: the SDK's logs are not turned off
	GarbageVariable = "CLERK_BENCH_GARBAGE" // not empty: garbage is collected as often as Go does by itself
	ProfileVariable = "CLERK_BENCH_PROFILE" // folder that takes a CPU profile of each process
	ProfileSuffix   = ".cpu.prof"
)

// servers makes each variant's server.
var servers = map[string]func(provider.Provider) tfprotov6.ProviderServer{
	Released: func(p provider.Provider) tfprotov6.ProviderServer { return ours.NewServer(p) },
	Long:     func(p provider.Provider) tfprotov6.ProviderServer { return ours.NewServer(p, ours.Shortcuts) },
	Plain:    func(p provider.Provider) tfprotov6.ProviderServer { return providerserver.NewProtocol6(p)() },
	Nothing:  func(p provider.Provider) tfprotov6.ProviderServer { return ours.NewServer(idle(p, false)) },
	Bare:     func(p provider.Provider) tfprotov6.ProviderServer { return ours.NewServer(idle(p, true)) },
	Usual: func(p provider.Provider) tfprotov6.ProviderServer {
		return providerserver.NewProtocol6(idle(p, false))()
	},
	Raw: newRaw,
}

// NewServer is the server of the variant of that name.
func NewServer(name string, getenv func(string) string) (tfprotov6.ProviderServer, error) {
	newServer, ok := servers[name]
	if !ok {
		return nil, fmt.Errorf("no variant is called %q", name)
	}
	return newServer(ours.New("bench", getenv)), nil
}
