// Package variant has the servers that the benchmark compares the provider with:
// providers of the same schema that do nothing.
package variant

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// Names of variants.
const (
	// Nothing has the provider's types and its server; its resources do nothing.
	Nothing = "nothing"
	// NoFramework has the same schema and does nothing, without the framework.
	NoFramework = "no framework"
)

// NameVariable tells the program that serves a variant which one.
const NameVariable = "CLERK_BENCH_VARIANT"

// NewServer is the server of the variant of that name, made of the provider.
func NewServer(name string, p provider.Provider) (tfprotov6.ProviderServer, error) {
	switch name {
	case Nothing:
		return server.New(idle(p)), nil
	case NoFramework:
		return newNoFramework(p), nil
	}
	return nil, fmt.Errorf("no variant is called %q", name)
}
