package organizationmembership_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func TestImportsByWhatAPersonKnows(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		if _, err := a.Clerk.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{OrganizationID: a.id, UserID: a.adaID, Role: "org:member"}); err != nil {
			t.Fatal(err)
		}
		for _, organization := range []string{a.id, "acme", "slug:acme"} {
			for _, user := range []string{a.adaID, "Ada@example.com", "email:ada@example.com", "the_ada", "username:the_ada", "external_id:42/ada"} {
				state, err := a.walk().Import(a.typ(), organization+"/"+user, cty.NilVal)
				if err != nil || state.Value.GetAttr("organization_id").AsString() != a.id || state.Value.GetAttr("user_id").AsString() != a.adaID {
					t.Errorf("the import of %s/%s gives %v (%v)", organization, user, state, err)
				}
			}
		}
	})
}

func TestSaysHowAMembershipIsImported(t *testing.T) {
	t.Parallel()
	inAcme(t, func(_ *testing.T, a *acme) {
		for id, words := range map[string][]string{
			a.id:                       {"It does not name an organization and a user", "org_2abc/user_2def", "slug:acme"},
			a.id + "/":                 {"It does not name an organization and a user"},
			"/" + a.adaID:              {"It does not name an organization and a user"},
			a.id + "/" + a.adaID + "/": {"It does not name an organization and a user"},
			a.id + " /" + a.adaID:      {"It does not name an organization and a user"},
			"globex/" + a.adaID:        {"no organization with the slug", `"globex"`, "slug:acme"},
			"acme/nobody@example.com":  {"no user with the email address", "nobody@example.com"},
			"acme/mail:ada":            {"none of the forms"},
			a.adasAt:                   {"non-existent remote object"},
			"org_0/" + a.adaID:         {"non-existent remote object"},
			"acme/user_0":              {"non-existent remote object"},
		} {
			a.ExpectNoImport(ada, id, words...)
		}
	})
}
