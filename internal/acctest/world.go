package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// World is a local Clerk and a core that drives the provider against it, in one
// process and without a network, so that it also works where time is not the
// machine's.
type World struct {
	Sim *clerksim.Server
	// Clerk sees and changes the instance without the provider. It reads each
	// object by itself, so it sees what lists do not show yet.
	Clerk *clerk.Client
	Core  *driver.Core
	TB    driver.TB
}

// NewSim is a local Clerk that does not listen. Where CLERK_OPENAPI_SPEC names
// Clerk's OpenAPI document, a request or an answer that breaks it fails the test.
func NewSim(t *testing.T, options ...func(*clerksim.Options)) *clerksim.Server {
	t.Helper()
	sim, err := clerksim.New(simOptions(t, options))
	if err != nil {
		t.Fatal(err)
	}
	return sim
}

// silentURL is where a local Clerk would listen that does not.
const silentURL = "http://localhost"

// NewWorld is the world of one local Clerk.
func NewWorld(tb driver.TB, sim *clerksim.Server) *World {
	tb.Helper()
	client, err := clerk.New(rest.Config{BaseURL: silentURL, SecretKey: sim.SecretKey(), Transport: sim, SingleReads: true})
	if err != nil {
		tb.Fatalf("%v", err)
	}
	getenv := func(name string) string {
		return map[string]string{"CLERK_API_URL": silentURL, "CLERK_SECRET_KEY": sim.SecretKey()}[name]
	}
	return &World{Sim: sim, Clerk: client, TB: tb, Core: driver.New(tb, func() tfprotov6.ProviderServer {
		return server.New(provider.NewOver("test", getenv, sim))
	})}
}

// Must fails the test if there is an error.
func (w *World) Must(err error) {
	w.TB.Helper()
	if err != nil {
		w.TB.Fatalf("%v", err)
	}
}

// Everything is all that Clerk holds: for each kind its objects, as JSON, by id. Each group
// of the instance's settings is a kind of one object, with the id of the instance.
func (w *World) Everything() map[string]map[string]string { return w.Sim.Objects() }

// Held is what Clerk holds of a kind.
func (w *World) Held(kind string) map[string]string { return w.Sim.Objects(kind)[kind] }
