package acctest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
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
	c, err := clerk.New(rest.Config{BaseURL: sim.URL(), SecretKey: sim.SecretKey(), Transport: sim.Aside()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// On is a CLI in a folder of its own, with the address and the key of a local Clerk.
func On(t *testing.T, sim *clerksim.Server, config string) *CLI {
	t.Helper()
	return NewCLI(t, config, "CLERK_API_URL="+sim.URL(), "CLERK_SECRET_KEY="+sim.SecretKey())
}

// WriteQuery writes list blocks beside the configuration, for terraform query.
func (c *CLI) WriteQuery(blocks string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.Dir, "all.tfquery.hcl"), []byte(blocks), 0o600); err != nil {
		c.t.Fatal(err)
	}
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

// MakeParts makes a domain and an invitation of an organization, and the nth permission, role and role set. Every
// instance has two roles already.
func MakeParts(t *testing.T, c *clerk.Client, organization string, n int) {
	t.Helper()
	ctx, key, name := t.Context(), fmt.Sprint("org:part_", n), fmt.Sprint("Part ", n)
	_, domain := c.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{
		OrganizationID: organization, Name: fmt.Sprintf("team-%d.example.com", n), EnrollmentMode: "manual_invitation",
	})
	_, invitation := c.OrganizationInvitations.Create(ctx, clerk.CreateOrganizationInvitationParams{
		OrganizationID: organization, EmailAddress: fmt.Sprintf("invited-%d@example.com", n), Role: "org:member",
	})
	_, permission := c.OrganizationPermissions.Create(ctx, clerk.OrganizationPermissionParams{Key: rest.Value(key + ":use"), Name: rest.Value(name)})
	var role error
	if n < 10 {
		_, role = c.OrganizationRoles.Create(ctx, clerk.OrganizationRoleParams{Key: rest.Value(key), Name: rest.Value(name)})
	}
	_, set := c.RoleSets.Create(ctx, clerk.CreateRoleSetParams{
		Key: fmt.Sprint("role_set:part_", n), Name: name, Roles: []string{"org:admin"}, DefaultRoleKey: "org:admin", CreatorRoleKey: "org:admin",
	})
	if err := errors.Join(domain, invitation, permission, role, set); err != nil {
		t.Fatal(err)
	}
}

// Text is a text of Clerk's, "" for null.
func Text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Present is an object that a call of the client has made, changed or read. The test ends where the call fails.
func Present[T any](t *testing.T) func(*T, error) *T {
	return func(object *T, err error) *T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return object
	}
}
