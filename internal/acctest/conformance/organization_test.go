package conformance_test

import (
	"os"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

const mergeOfOrganization = "PATCH /organizations/{organization_id}/metadata"

var organizationSubject = &subject{
	name: "clerk_organization", path: "/organizations/{organization_id}",
	keys:      []string{"slug"},
	unmanaged: `{"name":"Bystander","slug":"bystander","public_metadata":{"a":1}}`,
	minimal: `
		name = "Acme"
		slug = "acme"`,
	full: `
		name                    = "Acme"
		slug                    = "acme"
		created_by              = var.ada
		max_allowed_memberships = 20
		admin_delete_enabled    = false
		public_metadata         = jsonencode({ plan = "pro", seats = 3 })
		private_metadata        = jsonencode({ crm = "a-17" })
		logo                    = "` + green + `"
		created_at              = "2026-01-31T09:30:00Z"`,
	fixed: map[string]string{
		"id": "computed", "logo_sha256": "computed", "image_url": "computed",
		"private_metadata_wo": writeOnly, "private_metadata_wo_version": version,
		"role_set": "another role set has to be there first: the type's own tests make one",
	},
	hides:   `logo = null`, // Clerk's own picture follows the name
	undates: `created_at = null`,
	prepare: func(w *acctest.World, n nth) map[string]cty.Value {
		return makeUsers(w, map[string]clerk.CreateUserParams{
			"ada": {EmailAddresses: []string{n.uniqueKey(anchor)}}, "grace": {EmailAddresses: []string{n.uniqueKey("grace@example.com")}},
		})
	},
	arguments: map[string]argument{
		"name":                    {to: `"Acme & Co"`, patch: `{"name":"Globex"}`},
		"slug":                    {to: `"acme-and-co"`, patch: `{"slug":"globex"}`},
		"created_by":              {to: `var.grace`, replaces: true, also: []string{"role_set"}, spelling: spelling{none: "it is an id"}},
		"max_allowed_memberships": {to: `0`, patch: `{"max_allowed_memberships":7}`},
		"admin_delete_enabled":    {to: `true`, patch: `{"admin_delete_enabled":true}`},
		"public_metadata":         {to: `jsonencode({})`, writes: []string{"PUT /organizations/{organization_id}/metadata"}, outside: asks(mergeOfOrganization, `{"public_metadata":{"seats":4}}`)},
		"private_metadata":        {to: `jsonencode({ crm = [1, null] })`, writes: []string{"PUT /organizations/{organization_id}/metadata"}, outside: asks(mergeOfOrganization, `{"private_metadata":{"added":true}}`)},
		"logo": {
			to: `"` + blue + `"`, also: []string{"logo_sha256", "image_url"}, writes: []string{"PUT /organizations/{organization_id}/logo"},
			outside: replaceLogo, driftsAlso: []string{"logo_sha256", "image_url"},
			spelling: spelling{field: "file", none: "it is a file", taken: "Clerk does not give its content"},
		},
		"created_at": {to: `"2025-12-24T00:00:00+01:00"`, patch: `{"created_at":"2020-01-01T00:00:00Z"}`},
	},
	fields: map[string]func(object) cty.Value{
		"created_by": func(o object) cty.Value { return cty.StringVal(o.text("created_by")) }, // left out if there is none
		"logo":       func(o object) cty.Value { return cty.BoolVal(string(o["has_image"]) == "true") },
	},
	agrees: map[string]func(held, asked cty.Value) bool{
		// Clerk does not give the content of a logo, only whether there is one.
		"logo": func(held, asked cty.Value) bool { return held.True() == (asked.AsString() != "") },
	},
	unimported: map[string]string{
		"logo": noFileBack, "logo_sha256": noFileBack,
		"private_metadata": "an import mentions it; otherwise the configuration decides",
	},
	drawn: []drawnBlock{
		{"acme", `
		name             = "Acme" | "Acme & Co"
		slug             = "acme" | "acme-and-co"
		public_metadata  = | jsonencode({ seats = 3 }) | jsonencode({})
		private_metadata = | jsonencode({ crm = "a-17" })
		logo             = | "` + green + `"`},
		{"globex", `
		name     = "Globex"
		slug     = "globex"
		role_set = clerk_role_set.partners.key`},
	},
}

// replaceLogo gives an organization another logo outside Terraform.
func replaceLogo(w *acctest.World, state cty.Value) error {
	image, err := os.ReadFile(blue)
	if err != nil {
		return err
	}
	_, err = w.Clerk.Organizations.SetLogo(w.TB.Context(), attribute(state, "id"), "outside.png", image)
	return err
}
