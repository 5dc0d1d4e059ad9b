// Package acctest starts what an acceptance test needs: the provider, a local
// Clerk or a real development instance, and a client to look behind Terraform's
// back. It is used by tests only.
package acctest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// Instance is the Clerk instance of one test.
type Instance struct {
	// Sim is the local Clerk; nil on a real instance.
	Sim *clerksim.Server
	// Clerk sees and changes the instance without Terraform. What a local Clerk
	// misbehaves in, it does not meet.
	Clerk *clerk.Client

	t          *testing.T
	url, key   string
	outside    http.RoundTripper // carries what does not come from Terraform
	misbehaves bool
}

// New starts the instance of a test. With TF_ACC=1 and CLERK_SECRET_KEY it is the
// real development instance of that key; options hold for a local Clerk only.
//
// A local Clerk is as Start has it.
func New(t *testing.T, options ...func(*clerksim.Options)) *Instance {
	t.Helper()
	prepareCLI(t)
	if key := os.Getenv("CLERK_SECRET_KEY"); os.Getenv("TF_ACC") != "" && key != "" {
		i := &Instance{t: t, url: os.Getenv("CLERK_API_URL"), key: key, outside: http.DefaultTransport}
		return i.open()
	}
	return started(t, options)
}

func started(t *testing.T, options []func(*clerksim.Options)) *Instance {
	t.Helper()
	var o clerksim.Options
	for _, option := range append([]func(*clerksim.Options){misbehaving(t)}, options...) {
		option(&o)
	}
	i := local(t, Start(t, options...))
	i.misbehaves = o.Faults > 0
	return i
}

// NewLocal is an instance for what can be shown on a local Clerk only. On a real
// instance it skips the test.
func NewLocal(t *testing.T, options ...func(*clerksim.Options)) *Instance {
	t.Helper()
	if os.Getenv("TF_ACC") != "" && os.Getenv("CLERK_SECRET_KEY") != "" {
		t.Skip("this can be shown on a local Clerk only")
	}
	prepareCLI(t)
	return started(t, options)
}

func local(t *testing.T, sim *clerksim.Server) *Instance {
	t.Helper()
	i := &Instance{Sim: sim, t: t, url: sim.URL(), key: sim.SecretKey(), outside: sim.Aside()}
	if i.url == "" {
		i.url = silentURL
	}
	return i.open()
}

func (i *Instance) open() *Instance {
	i.t.Helper()
	client, err := clerk.New(rest.Config{BaseURL: i.url, SecretKey: i.key, Transport: i.outside})
	if err != nil {
		i.t.Fatal(err)
	}
	i.Clerk = client
	return i
}

func (i *Instance) getenv(name string) string {
	return map[string]string{"CLERK_API_URL": i.url, "CLERK_SECRET_KEY": i.key}[name]
}

// Start starts a local Clerk for the test. Where CLERK_SIM_FAULTS asks for it, it
// misbehaves, unless it is to be Reliable. Where CLERK_OPENAPI_SPEC names Clerk's
// OpenAPI document, a request or an answer that breaks it fails the test.
func Start(t *testing.T, options ...func(*clerksim.Options)) *clerksim.Server {
	t.Helper()
	sim, err := clerksim.Start(simOptions(t, append([]func(*clerksim.Options){misbehaving(t)}, options...)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	return sim
}

// simOptions are the options of a local Clerk that is held against the contract.
func simOptions(t *testing.T, options []func(*clerksim.Options)) clerksim.Options {
	t.Helper()
	unvalidated()
	o := clerksim.Options{
		Contract:    os.Getenv("CLERK_OPENAPI_SPEC"),
		OnViolation: func(message string) { t.Error("against Clerk's contract: " + message) },
	}
	for _, option := range options {
		option(&o)
	}
	return o
}

// unvalidated says once a process that nothing is held against Clerk's contract.
var unvalidated = sync.OnceFunc(func() {
	if os.Getenv("CLERK_OPENAPI_SPEC") == "" {
		fmt.Fprintln(os.Stderr, "CLERK_OPENAPI_SPEC names no OpenAPI document: requests and answers are not held against Clerk's contract")
	}
})

// Factories serve the provider to the test framework.
func (i *Instance) Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"clerk": func() (tfprotov6.ProviderServer, error) {
			return server.New(provider.New("test", i.getenv)), nil
		},
	}
}

// Run applies the steps with the CLI under test, then destroys.
func (i *Instance) Run(steps ...resource.TestStep) {
	i.t.Helper()
	resource.UnitTest(i.t, resource.TestCase{ProtoV6ProviderFactories: i.Factories(), Steps: steps})
}

// Users are all users that Clerk now holds.
func (i *Instance) Users() []clerk.User {
	i.t.Helper()
	users, err := rest.Collect(i.Clerk.Users.List(i.ctx(), clerk.UserFilter{}))
	if err != nil {
		i.t.Fatal(err)
	}
	return users
}

// User is the user that Clerk now holds under an email address. The test fails
// if there is none.
func (i *Instance) User(email string) *clerk.User {
	i.t.Helper()
	users, err := rest.Collect(i.Clerk.Users.List(i.ctx(), clerk.UserFilter{EmailAddresses: []string{email}}))
	if err != nil {
		i.t.Fatal(err)
	}
	if len(users) != 1 {
		i.t.Fatalf("Clerk holds %d users with the email address %s", len(users), email)
	}
	return &users[0]
}

// Organizations are all organizations that Clerk now holds, the newest first.
func (i *Instance) Organizations() []clerk.Organization {
	i.t.Helper()
	all, err := rest.Collect(i.Clerk.Organizations.List(i.ctx(), clerk.OrganizationFilter{}))
	if err != nil {
		i.t.Fatal(err)
	}
	return all
}

// Memberships are all memberships of organizations that Clerk now holds.
func (i *Instance) Memberships() []clerk.OrganizationMembership {
	i.t.Helper()
	all, err := rest.Collect(i.Clerk.OrganizationMemberships.List(i.ctx(), clerk.MembershipFilter{}))
	if err != nil {
		i.t.Fatal(err)
	}
	return all
}

// Templates are all JWT templates that Clerk now holds, by name.
func (i *Instance) Templates() map[string]clerk.JWTTemplate {
	i.t.Helper()
	out := map[string]clerk.JWTTemplate{}
	for t, err := range i.Clerk.JWTTemplates.List(i.ctx()) {
		if err != nil {
			i.t.Fatal(err)
		}
		out[t.Name] = t
	}
	return out
}

// Outside changes the instance behind Terraform's back, as a step's PreConfig.
func (i *Instance) Outside(change func(ctx context.Context, c *clerk.Client) error) func() {
	return func() {
		i.t.Helper()
		if err := change(i.ctx(), i.Clerk); err != nil {
			i.t.Fatal(err)
		}
	}
}

func (i *Instance) ctx() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	i.t.Cleanup(cancel)
	return ctx
}

// Writes counts the writes that a local Clerk has seen, by operation; nil on a
// real instance.
func (i *Instance) Writes() map[string]int {
	if i.Sim == nil {
		return nil
	}
	return Writes(i.Sim)
}

// Writes counts the writes that a local Clerk has seen, by operation. A PATCH without a field
// is none: some settings are read by it.
func Writes(sim *clerksim.Server) map[string]int {
	out := map[string]int{}
	for _, r := range sim.Requests() {
		if IsWrite(r) {
			out[r.Operation]++
		}
	}
	return out
}

// reading are the operations that change nothing, although they are a POST.
var reading = []string{"POST /webhooks/svix_url", "POST /proxy_checks"}

// IsWrite reports whether a request changes something.
func IsWrite(r clerksim.Request) bool {
	return r.Method != http.MethodGet && (r.Method != http.MethodPatch || r.Body != "{}") && !slices.Contains(reading, r.Operation)
}

// ExpectWrites fails the test unless exactly these writes, by operation, came
// since before. It says nothing on a real instance, nor on one that misbehaves,
// where writes are repeated.
func (i *Instance) ExpectWrites(before, want map[string]int) {
	i.t.Helper()
	if i.Sim == nil || i.misbehaves {
		return
	}
	got := i.Writes()
	for operation, n := range before {
		if got[operation] -= n; got[operation] == 0 {
			delete(got, operation)
		}
	}
	if !maps.Equal(got, want) {
		i.t.Errorf("the writes were %v, expected %v", got, want)
	}
}

// Replace is config with old, which it must contain once, in place of new.
func Replace(t *testing.T, config, old, replacement string) string {
	t.Helper()
	if n := strings.Count(config, old); n != 1 {
		t.Fatalf("the configuration contains %q %d times", old, n)
	}
	return strings.Replace(config, old, replacement, 1)
}
