package acctest

import (
	"os"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// ReadFile is the text of a file.
func ReadFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Client is a client for a local Clerk, for what a test itself asks of it: these requests
// meet no faults.
func Client(t *testing.T, sim *clerksim.Server) *clerk.Client {
	t.Helper()
	c, err := clerk.New(clerk.Config{BaseURL: sim.URL(), SecretKey: sim.SecretKey(), Transport: sim.Aside()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// On is a folder for an instance.
func On(t *testing.T, sim *clerksim.Server, config string) *CLI {
	t.Helper()
	return NewCLI(t, config, "CLERK_API_URL="+sim.URL(), "CLERK_SECRET_KEY="+sim.SecretKey())
}

// PlansNothing expects an empty plan after something was done.
func (c *CLI) PlansNothing(done string, args ...string) {
	c.t.Helper()
	if out, code := c.Run(append([]string{"plan", "-detailed-exitcode"}, args...)...); code != 0 {
		c.t.Errorf("the plan after %s exits with %d:\n%s", done, code, LastLines(out))
	}
}

// LastLines are the last of what a CLI printed, which say how it ended.
func LastLines(out string) string { return out[max(0, len(out)-2000):] }
