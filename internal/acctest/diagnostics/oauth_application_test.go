package diagnostics_test

import (
	"net/http"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// An application whose secret is kept, and one whose secret is rotated.
const (
	keptSecret    = "name = \"docs\"\nkeep_client_secret = true\nclient_secret_version = 1"
	rotatedSecret = "name = \"docs\"\nkeep_client_secret = true\nclient_secret_version = 2"
)

var _ = inSection("Resource clerk_oauth_application, its data sources and its action", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_oauth_application", `
		name          = ""
		redirect_uris = ["/callback", null]
		scopes        = ["profile email", ""]`)},
	{what: "Scopes that are too long together", do: invalid("clerk_oauth_application", `
		name   = "docs"
		scopes = ["`+strings.Repeat("a", 600)+`", "`+strings.Repeat("b", 600)+`"]`)},
	{what: "Clerk takes some scopes only", sim: assuming("oauth_scopes", "documented"), do: func(s *scenario) {
		s.a("clerk_oauth_application").apply(`
			name   = "docs"
			scopes = ["openid"]`)
	}},
	{what: "Clerk keeps no empty list of scopes", sim: assuming("oauth_scopes_cleared", "default"), do: func(s *scenario) {
		o := s.a("clerk_oauth_application")
		o.apply(`name = "docs"`)
		o.apply("name = \"docs\"\nscopes = []")
	}},
	{what: "The answer to the creation is lost", do: func(s *scenario) {
		s.fails("POST /oauth_applications", "502")
		s.a("clerk_oauth_application").apply(`name = "docs"`)
	}},
	{what: "The answer to the creation is lost, and another OAuth application has the name", do: func(s *scenario) {
		s.ask("POST /oauth_applications", `{"name":"docs"}`)
		s.fails("POST /oauth_applications", "lost")
		s.a("clerk_oauth_application").apply(`name = "docs"`)
	}},
	{what: "The answer to the creation is lost, and so is that to the rotation which was to give a secret to keep", do: func(s *scenario) {
		s.failsFor("POST /oauth_applications", "lost", 1)
		s.failsFor("POST /oauth_applications/{oauth_application_id}/rotate_secret", "lost", 1)
		s.a("clerk_oauth_application").apply(keptSecret)
	}},
	{what: "The answer to the rotation is lost", do: func(s *scenario) {
		o := s.a("clerk_oauth_application")
		o.apply(keptSecret)
		s.fails("POST /oauth_applications/{oauth_application_id}/rotate_secret", "502")
		o.apply(rotatedSecret)
	}},
	{what: "The answer to the rotation has no secret", do: func(s *scenario) {
		o := s.a("clerk_oauth_application")
		o.apply(keptSecret)
		s.answers("POST", "/oauth_applications/", http.StatusOK, `{"object":"oauth_application","id":"`+o.state.Value.GetAttr("id").AsString()+`","public":false}`)
		o.apply(rotatedSecret)
	}},
	{what: "A rotation of the secret of a public client", do: func(s *scenario) {
		o := s.a("clerk_oauth_application")
		o.apply(keptSecret + "\npublic = true")
		o.plan(rotatedSecret + "\npublic = true")
	}},
	{what: "A version beside an import", do: func(s *scenario) {
		s.ask("POST /oauth_applications", `{"name":"docs"}`)
		o := s.a("clerk_oauth_application")
		o.imported("docs")
		o.plan(keptSecret)
	}},
	{what: "The consent screen of a client that has registered itself", do: func(s *scenario) {
		s.ask("POST /_sim/seed", `{"oauth_clients":[{"name":"docs"}]}`)
		o := s.a("clerk_oauth_application")
		o.imported("docs")
		o.plan("name = \"docs\"\nconsent_screen_enabled = false")
	}},
	{what: "A logo that is to be removed", do: func(s *scenario) {
		o := s.a("clerk_oauth_application")
		o.apply("name = \"docs\"\nlogo = \"" + s.file(png) + `"`)
		o.plan("name = \"docs\"\nlogo = \"\"")
	}},
	{what: "The logo is refused", do: func(s *scenario) {
		s.fails("PUT /oauth_applications/{oauth_application_id}/logo", "502")
		s.a("clerk_oauth_application").apply("name = \"docs\"\nlogo = \"" + s.file(png) + `"`)
	}},
	{what: "Imported by a name that no OAuth application has", do: func(s *scenario) { s.a("clerk_oauth_application").imported("docs") }},
	{what: "Imported by a name that several OAuth applications have", do: func(s *scenario) {
		s.ask("POST /oauth_applications", `{"name":"docs"}`)
		s.ask("POST /oauth_applications", `{"name":"docs"}`)
		s.a("clerk_oauth_application").imported("docs")
	}},
	{what: "The data source: no OAuth application has the id", do: reading("clerk_oauth_application", `id = "oa_0"`)},
	{what: "The data source: no OAuth application has the name", do: reading("clerk_oauth_application", `name = "docs"`)},
	{what: "The data source: no OAuth application has the client_id", do: reading("clerk_oauth_application", `client_id = "docs"`)},
	{what: "The data source: neither id nor name nor client_id", do: reading("clerk_oauth_application", ``)},
	{what: "The data source clerk_oauth_applications: it is not allowed", do: forbidden("/oauth_applications", reading("clerk_oauth_applications", `name_query = "do"`))},
	{what: "The list resource clerk_oauth_application: it is not allowed", do: forbidden("/oauth_applications", querying("clerk_oauth_application", ""))},
	{what: "clerk_oauth_application_revoke_token: what the arguments demand", do: invoking("clerk_oauth_application_revoke_token", `
		oauth_application_id = ".."
		token                = " "`)},
	{what: "clerk_oauth_application_revoke_token: a JWT", do: invoking("clerk_oauth_application_revoke_token", `
		oauth_application_id = "oa_0"
		token                = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyXzAifQ.`+secret+`"`)},
	{what: "clerk_oauth_application_revoke_token: no such OAuth application", do: invoking("clerk_oauth_application_revoke_token", `
		oauth_application_id = "oa_0"
		token                = "`+secret+`"`)},
	{what: "clerk_oauth_application_revoke_token: no such token", do: revokingToken(`"` + secret + `"`)},
	{what: "clerk_oauth_application_revoke_token: a token that Clerk takes for a JWT", do: revokingToken(`"a.b.` + secret + `"`)},
})

// revokingToken runs the action on an application that there is.
func revokingToken(token string) func(*scenario) {
	return func(s *scenario) {
		a, err := s.Clerk.OAuthApplications.Create(s.t.Context(), clerk.CreateOAuthApplicationParams{Name: "docs"})
		s.must(err)
		s.vars["docs"] = cty.StringVal(a.ID)
		s.invoke("clerk_oauth_application_revoke_token", "oauth_application_id = docs\ntoken = "+token)
	}
}
