package organization_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

const (
	address = "clerk_organization.acme"
	png     = `logo = "../picture/testdata/green.png"`

	creates  = "POST /organizations"
	patches  = "PATCH /organizations/{organization_id}"
	metadata = "PUT /organizations/{organization_id}/metadata"
	uploads  = "PUT /organizations/{organization_id}/logo"
	deletes  = "DELETE /organizations/{organization_id}"

	// once is a provider that repeats nothing.
	once = "provider \"clerk\" {\n  max_retries = 0\n}\n"
)

// acme is an organization of the name Acme.
func acme(lines ...string) string { return named("Acme", lines...) }

func named(name string, lines ...string) string {
	return fmt.Sprintf("resource \"clerk_organization\" \"acme\" {\n  name = %q\n  %s\n}\n", name, strings.Join(lines, "\n  "))
}

// updates is the plan that changes these attributes, and nothing else.
func updates(attributes string) []string { return []string{address + ": update " + attributes} }

// held is the only organization that Clerk holds.
func held(t *testing.T, i *acctest.Instance) clerk.Organization {
	t.Helper()
	all := i.Organizations()
	if len(all) != 1 {
		t.Fatalf("Clerk holds %+v", all)
	}
	return all[0]
}

// holds fails the test unless Clerk holds one organization that is as expected.
func holds(t *testing.T, i *acctest.Instance, is func(clerk.Organization) bool) func(acctest.States) {
	t.Helper()
	return func(acctest.States) {
		t.Helper()
		if o := held(t, i); !is(o) {
			t.Errorf("Clerk holds %+v", o)
		}
	}
}

// none fails the test if Clerk holds an organization.
func none(t *testing.T, i *acctest.Instance) {
	t.Helper()
	if all := i.Organizations(); len(all) != 0 {
		t.Errorf("Clerk holds %+v", all)
	}
}

func all(checks ...func(acctest.States)) func(acctest.States) {
	return func(s acctest.States) {
		for _, check := range checks {
			check(s)
		}
	}
}
