package conformance_test

import (
	"encoding/json"
	"fmt"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const noneThere = "that there is none, where Clerk's contract allows no null"

var enterpriseConnectionSubject = &subject{
	name: "clerk_enterprise_connection", path: "/enterprise_connections/{enterprise_connection_id}",
	once:      "nothing is unique to it",
	keys:      []string{"name", "domains"},
	unmanaged: `{"name":"bystander","provider":"saml_custom","domains":["bystander.example.com"]}`,
	prepare: func(w *acctest.World, n nth) map[string]cty.Value {
		vars := map[string]cty.Value{}
		for _, name := range []string{"acme", "globex", "initech"} {
			o, err := w.Clerk.Organizations.Create(w.TB.Context(), clerk.CreateOrganizationParams{Name: name, Slug: rest.Value(n.uniqueKey(name))})
			w.Must(err)
			vars[name] = cty.StringVal(o.ID)
		}
		return vars
	},
	minimal: `
		name              = "Acme"
		identity_provider = "saml_okta"
		domains           = ["acme.example.com"]`,
	full: `
		name                               = "Acme"
		identity_provider                  = "saml_okta"
		domains                            = ["acme.example.com", "acme.example.org"]
		organization_id                    = var.acme
		active                             = true
		sync_user_attributes               = false
		disable_additional_identifications = true
		allow_organization_account_linking = true
		custom_attributes = {
			department = { name = "Department", sso_path = "department", directory_path = "title", multi_valued = true }
		}
		saml = {
			idp_entity_id       = "https://idp.example.com/acme"
			idp_sso_url         = "https://idp.example.com/acme/sso"
			idp_metadata_url    = "https://idp.example.com/acme/metadata"
			allow_subdomains    = true
			allow_idp_initiated = true
			force_authn         = true
			login_hint          = { mode = "custom_attribute", source = "login" }
		}`,
	arguments: map[string]argument{
		"name":              {to: `"Acme & Co"`, patch: `{"name":"Globex"}`},
		"identity_provider": {to: `"saml_google"`, replaces: true, spelling: spelling{none: "it is one of a few words"}},
		"domains":           {to: `["acme.example.org"]`, patch: `{"domains":["globex.example.com"]}`},
		"organization_id": {to: `var.globex`, outside: func(w *acctest.World, state cty.Value) error {
			other, err := w.Clerk.Organizations.Find(w.TB.Context(), "initech") // not from the list, which may lag
			w.Must(err)
			return asks("PATCH /enterprise_connections/{enterprise_connection_id}", fmt.Sprintf(`{"organization_id":%q}`, other.ID))(w, state)
		}, spelling: spelling{none: "it is an id"}},
		"active":                             {to: `false`, patch: `{"active":false}`},
		"sync_user_attributes":               {to: `true`, patch: `{"sync_user_attributes":true}`},
		"disable_additional_identifications": {to: `false`, patch: `{"disable_additional_identifications":false}`},
		"allow_organization_account_linking": {to: `false`, patch: `{"allow_organization_account_linking":false}`},
		"custom_attributes":                  {to: `{ team = { name = "Team" } }`, patch: `{"custom_attributes":[{"name":"Theirs","key":"theirs"}]}`},
		"saml": {
			to: `{
				idp_entity_id = "https://idp.example.com/other"
				idp_sso_url   = ""
				force_authn   = false
				login_hint    = { mode = "off" }
			}`,
			patch:    `{"saml":{"idp_sso_url":"https://elsewhere.example.com/sso"}}`,
			spelling: spelling{none: "it has words that Clerk prescribes: the type's own tests spell what is inside otherwise"},
		},
	},
	absent: map[string]string{
		"saml_connection.login_hint.source": noneThere, "custom_attributes.sso_path": noneThere, "custom_attributes.directory_path": noneThere, "custom_attributes.multi_valued": noneThere,
	},
	fixed: map[string]string{
		"id": "computed", "acs_url": "computed", "sp_entity_id": "computed", "sp_metadata_url": "computed",
		"oidc": "a connection by SAML has none: the type's own tests have one",
	},
	fields: map[string]func(object) cty.Value{
		"identity_provider": func(o object) cty.Value { return cty.StringVal(o.text("provider")) },
		"custom_attributes": func(o object) cty.Value {
			all := map[string]cty.Value{}
			for _, a := range o.objects("custom_attributes") {
				all[a.text("key")] = cty.ObjectVal(map[string]cty.Value{
					"name": cty.StringVal(a.text("name")), "sso_path": cty.StringVal(a.text("sso_path")), "directory_path": cty.StringVal(a.text("directory_path")),
					"multi_valued": cty.BoolVal(string(a["multi_valued"]) == "true"),
				})
			}
			return cty.ObjectVal(all)
		},
		"saml": func(o object) cty.Value {
			has, settings := o.object("saml_connection"), object{}
			for _, name := range []string{"idp_entity_id", "idp_sso_url", "idp_metadata_url", "allow_subdomains", "allow_idp_initiated", "force_authn", "login_hint"} {
				settings[name] = has[name]
			}
			text, _ := json.Marshal(settings) // it came out of JSON
			return cty.StringVal(string(text))
		},
	},
	// Clerk enables a connection once it knows the identity provider.
	settle: func(values map[string]cty.Value) {
		saml, mentioned := values["saml"]
		if active, ok := values["active"]; ok && active.True() && (!mentioned || saml.GetAttr("idp_metadata_url").IsNull()) {
			delete(values, "active")
		}
	},
	agrees: map[string]func(held, asked cty.Value) bool{
		"custom_attributes": func(held, asked cty.Value) bool {
			if asked.LengthInt() != held.LengthInt() {
				return false
			}
			for key, one := range asked.AsValueMap() {
				for name, value := range one.AsValueMap() {
					if !held.Type().HasAttribute(key) || !value.IsNull() && !same(held.GetAttr(key).GetAttr(name), value) {
						return false
					}
				}
			}
			return true
		},
		"saml": samlAgrees,
	},
	drawn: []drawnBlock{{"acme", `
		name              = "Acme" | "Acme & Co"
		identity_provider = "saml_okta"
		domains           = ["sso.example.com"] | ["sso.example.com", "sso.example.org"]
		organization_id   = | clerk_organization.acme.id
		active            = | false | true
		saml              = { idp_metadata_url = "https://idp.example.com/metadata" } | { idp_metadata_url = "https://idp.example.com/metadata", force_authn = true }`}},
}

// samlAgrees reports whether Clerk has what is mentioned of a connection by SAML, as far as it returns it.
func samlAgrees(held, asked cty.Value) bool {
	has := parsed(held.AsString())
	for name, value := range asked.AsValueMap() {
		raw, shown := has[name]
		switch {
		case value.IsNull() || !shown:
		case name == "login_hint":
			hint := parsed(string(raw))
			if hint.text("mode") != value.GetAttr("mode").AsString() {
				return false
			}
		case value.Type() == cty.Bool:
			var flag bool
			if json.Unmarshal(raw, &flag) != nil || flag != value.True() {
				return false
			}
		case has.text(name) != value.AsString():
			return false
		}
	}
	return true
}
