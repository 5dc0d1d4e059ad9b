package conformance_test

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

var domainSubject = &subject{
	name: "clerk_organization_domain", path: "/organizations/{organization_id}/domains/{domain_id}", plural: "organization_domains",
	keys: []string{"name"},
	minimal: `
		organization_id = var.organization
		name            = "example.com"`,
	full: `
		organization_id    = var.organization
		name               = "example.com"
		enrollment_mode    = "automatic_suggestion"
		verified           = true
		ownership_verified = true`,
	arguments: map[string]argument{
		"organization_id": {to: `var.other`, replaces: true, spelling: spelling{none: "it is an id"}},
		"name":            {to: `"example.org"`, replaces: true},
		"enrollment_mode": {to: `"enterprise_sso"`, patch: `{"enrollment_mode":"automatic_invitation"}`, spelling: spelling{none: "there are four of them"}},
		"verified":        {to: `false`, patch: `{"verified":false}`},
		"ownership_verified": {
			from: `ownership_verified = false`, to: `true`, noDrift: "Clerk cannot take a verification back",
			writes: []string{"POST /organizations/{organization_id}/domains/{domain_id}/verify_ownership"},
		},
	},
	fixed:   map[string]string{"id": "computed"},
	unread:  "a domain tells nothing that clerk_organization_domains does not",
	id:      []string{"organization_id", "id"},
	key:     func(_ *acctest.World, state cty.Value) string { return "acme/" + attribute(state, "name") },
	delete:  ofOrganization("DELETE /organizations/{organization_id}/domains/{id}"),
	prepare: makeOrganizations,
	fields: map[string]func(object) cty.Value{
		"verified":           func(o object) cty.Value { return isVerified(o, "affiliation_verification") },
		"ownership_verified": func(o object) cty.Value { return isVerified(o, "ownership_verification") },
	},
	drawn: []drawnBlock{{"acme", `
		organization_id = clerk_organization.acme.id
		name            = "acme.example.com"
		enrollment_mode = | "manual_invitation" | "automatic_suggestion"
		verified        = | true`}},
}

func isVerified(o object, field string) cty.Value {
	return cty.BoolVal(string(o[field]) != "null" && o.object(field).text("status") == "verified")
}

// ofOrganization is the operation on an object that belongs to an organization.
func ofOrganization(operation string) func(w *acctest.World, id string) error {
	return func(w *acctest.World, id string) error {
		for _, objects := range w.Everything() {
			if o, ok := objects[id]; ok {
				return ask(w, strings.NewReplacer("{organization_id}", parsed(o).text("organization_id"), "{id}", id).Replace(operation), "")
			}
		}
		return fmt.Errorf("there is no %s", id)
	}
}

// makeOrganizations makes two, the first of which has the slug acme. Those of the first
// object have a domain that nobody may touch.
func makeOrganizations(w *acctest.World, n nth) map[string]cty.Value {
	vars := map[string]cty.Value{}
	for name, slug := range map[string]string{"organization": "acme", "other": "globex"} {
		id := organizationWith(w, n.uniqueKey(slug))
		if vars[name] = cty.StringVal(id); n > 0 {
			continue
		}
		_, err := w.Clerk.OrganizationDomains.Create(w.TB.Context(), clerk.CreateOrganizationDomainParams{
			OrganizationID: id, Name: slug + ".example", EnrollmentMode: "manual_invitation",
		})
		w.Must(err)
	}
	return vars
}
