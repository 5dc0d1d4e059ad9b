package conformance_test

import (
	"os"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

const computedOnly = "computed"

var oauthApplicationSubject = &subject{
	name: "clerk_oauth_application", path: "/oauth_applications/{oauth_application_id}",
	once:      "nothing is unique to it",
	keys:      []string{"name"},
	unmanaged: `{"name":"bystander"}`,
	minimal:   `name = "docs"`,
	full: `
		name                   = "docs"
		redirect_uris          = ["my-app://callback", "https://docs.example.com/callback"]
		scopes                 = ["profile", "email", "public_metadata"]
		consent_screen_enabled = false
		pkce_required          = true
		public                 = true
		logo                   = "` + green + `"`,
	arguments: map[string]argument{
		"name":                   {to: `"handbook"`, patch: `{"name":"other-{id}"}`},
		"redirect_uris":          {to: `["https://handbook.example.com/callback"]`, patch: `{"redirect_uris":["theirs://callback"]}`},
		"scopes":                 {to: `["profile"]`, patch: `{"scopes":"private_metadata profile"}`},
		"consent_screen_enabled": {to: `true`, patch: `{"consent_screen_enabled":true}`},
		"pkce_required":          {to: `false`, patch: `{"pkce_required":false}`},
		"public":                 {to: `false`, patch: `{"public":false}`},
		"logo": {
			to: `"` + blue + `"`, also: []string{"logo_sha256", "image_url"}, writes: []string{"PUT /oauth_applications/{oauth_application_id}/logo"},
			outside: replaceOAuthLogo, driftsAlso: []string{"logo_sha256", "image_url"},
			spelling: spelling{field: "file", none: "it is a file", taken: "Clerk does not give its content"},
		},
	},
	fixed: map[string]string{
		"id": computedOnly, "logo_sha256": computedOnly, "image_url": computedOnly, "client_id": computedOnly, "dynamically_registered": computedOnly,
		"authorize_url": computedOnly, "token_fetch_url": computedOnly, "user_info_url": computedOnly, "discovery_url": computedOnly, "token_introspection_url": computedOnly,
		"client_secret": computedOnly, "keep_client_secret": "Clerk knows nothing of it: the type's own tests change it",
		"client_secret_version": "Clerk knows nothing of it, and a change of it rotates the secret: the type's own tests change it",
	},
	fields: map[string]func(object) cty.Value{
		"scopes": func(o object) cty.Value { return texts(strings.Fields(o.text("scopes"))) },
		"logo":   func(o object) cty.Value { return cty.BoolVal(o.text("client_image_url") != "") },
	},
	agrees: map[string]func(held, asked cty.Value) bool{
		// Clerk does not give the content of a logo, only whether there is one.
		"logo": func(held, asked cty.Value) bool { return held.True() == (asked.AsString() != "") },
	},
	unimported: map[string]string{"logo": noFileBack, "logo_sha256": noFileBack},
	drawn: []drawnBlock{{"docs", `
		name          = "docs"
		redirect_uris = | ["my-app://callback"] | [clerk_redirect_url.app.url]
		scopes        = | ["profile", "email"] | ["profile"]`}},
}

// noFileBack says why an import does not bring a picture.
const noFileBack = "Clerk does not give the file back"

// replaceOAuthLogo gives an OAuth application another logo outside Terraform.
func replaceOAuthLogo(w *acctest.World, state cty.Value) error {
	image, err := os.ReadFile(blue)
	if err != nil {
		return err
	}
	_, err = w.Clerk.OAuthApplications.SetLogo(w.TB.Context(), attribute(state, "id"), "outside.png", image)
	return err
}
