package conformance_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const (
	membership = "/organizations/{organization_id}/memberships/{user_id}"
	// mergesMembership is the only write that changes metadata, within Terraform and outside.
	mergesMembership = "PATCH " + membership + "/metadata"
)

var membershipSubject = &subject{
	name: "clerk_organization_membership", path: membership, plural: "organization_memberships",
	prepare: func(w *acctest.World, n nth) map[string]cty.Value {
		vars := makeUsers(w, map[string]clerk.CreateUserParams{
			"user":  {EmailAddresses: []string{n.uniqueKey(anchor)}},
			"other": {EmailAddresses: []string{n.uniqueKey("other@example.com")}},
		})
		for name, slug := range map[string]string{"organization": "acme", "another": "globex"} {
			vars[name] = cty.StringVal(organizationWith(w, slug))
		}
		return vars
	},
	minimal: `
		organization_id = var.organization
		user_id         = var.user
		role            = "org:member"`,
	full: `
		organization_id  = var.organization
		user_id          = var.user
		role             = "org:member"
		public_metadata  = jsonencode({ title = "Analyst", desk = { floor = 3, seat = "a" } })
		private_metadata = jsonencode({ payroll = "a-17" })`,
	arguments: map[string]argument{
		"organization_id": {to: `var.another`, replaces: true, spelling: spelling{none: "it is an id"}},
		"user_id":         {to: `var.other`, replaces: true, spelling: spelling{none: "it is an id"}},
		"role":            {to: `"org:admin"`, patch: `{"role":"org:admin"}`, spelling: spelling{none: "it is the key of a role"}},
		"public_metadata": {
			to: `jsonencode({ title = "Analyst", desk = { seat = "b" }, since = [1843] })`, writes: []string{mergesMembership},
			outside: asks(mergesMembership, `{"public_metadata":{"desk":{"lamp":true},"theirs":1}}`),
		},
		"private_metadata": {
			to: `jsonencode({})`, writes: []string{mergesMembership}, outside: asks(mergesMembership, `{"private_metadata":{"payroll":{"of":"a-17"}}}`),
		},
	},
	fixed:  map[string]string{"id": "computed", "private_metadata_wo": writeOnly, "private_metadata_wo_version": version},
	noNull: true,
	fields: map[string]func(object) cty.Value{
		"organization_id": func(o object) cty.Value { return cty.StringVal(o.object("organization").text("id")) },
		"user_id":         func(o object) cty.Value { return cty.StringVal(o.object("public_user_data").text("user_id")) },
	},
	id: []string{"organization_id", "user_id"},
	key: func(w *acctest.World, state cty.Value) string {
		m := parsed(w.Held("organization_memberships")[attribute(state, "id")])
		return "slug:" + m.object("organization").text("slug") + "/" + m.object("public_user_data").text("identifier")
	},
	delete: func(w *acctest.World, id string) error {
		m := parsed(w.Held("organization_memberships")[id])
		path := strings.NewReplacer("{organization_id}", m.object("organization").text("id"), "{user_id}", m.object("public_user_data").text("user_id"))
		return ask(w, "DELETE "+path.Replace(membership), "")
	},
	unread:     "clerk_organization_memberships chooses the memberships of one user",
	unimported: map[string]string{"private_metadata": "an import mentions it; otherwise the configuration decides"},
	drawn: []drawnBlock{
		{"ada_in_acme", `
		organization_id = clerk_organization.acme.id
		user_id         = clerk_user.ada.id
		role            = "org:member" | "org:admin"
		public_metadata = | jsonencode({ desk = 3 }) | jsonencode({ desk = { floor = 1 } })`},
		{"grace_in_acme", `
		organization_id = clerk_organization.acme.id
		user_id         = clerk_user.grace.id
		role            = clerk_organization_role.editor.key`},
		{"grace_in_globex", `
		organization_id = clerk_organization.globex.id
		user_id         = clerk_user.grace.id
		role            = clerk_organization_role.owner.key | "org:member"`},
	},
}

// organizationWith is the id of the organization with a slug, which is made if there is none.
func organizationWith(w *acctest.World, slug string) string {
	o, err := w.Clerk.Organizations.Find(w.TB.Context(), slug)
	if errors.Is(err, clerk.ErrNoOrganization) {
		o, err = w.Clerk.Organizations.Create(w.TB.Context(), clerk.CreateOrganizationParams{Name: fmt.Sprintf("Organization %s", slug), Slug: rest.Value(slug)})
	}
	if err != nil {
		w.TB.Fatalf("%v", err)
	}
	return o.ID
}
