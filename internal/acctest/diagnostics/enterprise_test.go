package diagnostics_test

import (
	"fmt"
	"net/http"

	"github.com/zclconf/go-cty/cty"
)

const (
	bySAML = `
		name              = "Acme"
		identity_provider = "saml_okta"
		domains           = ["acme.example.com"]`
	byOIDC = `
		name              = "Acme"
		identity_provider = "oidc_custom"
		domains           = ["acme.example.com"]`
	connectionOfAcme = `{"name":"Acme","provider":"saml_okta","domains":["acme.example.com"]}`
	aDirectory       = `
		enterprise_connection_id = acme
		identity_provider        = "okta"
		name                     = "Acme"`
)

// connection makes an enterprise connection, which configurations call acme, and its directory if it is to have one.
func (s *scenario) connection(withDirectory bool) {
	id := s.ask("POST /enterprise_connections", connectionOfAcme)
	s.vars["acme"] = cty.StringVal(id)
	if withDirectory {
		s.ask("POST /directories", fmt.Sprintf(`{"enterprise_connection_id":%q,"provider":"okta","name":"Acme"}`, id))
	}
}

var _ = inSection("Resource clerk_enterprise_connection, its data sources and its action", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_enterprise_connection", `
		name              = ""
		identity_provider = "ldap"
		domains           = ["Acme.example.com", null]
		organization_id   = ""
		custom_attributes = { team = { name = "" } }
		saml = {
			idp_sso_url     = "idp.example.com"
			idp_certificate = ""
			login_hint      = { mode = "sometimes" }
		}`)},
	{what: "A connection by OpenID Connect with what is SAML's", do: invalid("clerk_enterprise_connection", byOIDC+"\nsaml = { force_authn = true }")},
	{what: "A connection by SAML with what is OpenID Connect's", do: invalid("clerk_enterprise_connection", bySAML+"\noidc = { requires_pkce = true }")},
	{what: "Both, of an identity provider that is not known yet", do: func(s *scenario) {
		s.vars["unknown"] = cty.UnknownVal(cty.String)
		s.a("clerk_enterprise_connection").plan(`
			name              = "Acme"
			identity_provider = unknown
			domains           = ["acme.example.com"]
			saml              = { force_authn = true }
			oidc              = { requires_pkce = true }`)
	}},
	{what: "A login hint without a source", do: invalid("clerk_enterprise_connection", bySAML+"\nsaml = { login_hint = { mode = \"custom_attribute\" } }")},
	{what: "A login hint with a source that nobody uses", do: invalid("clerk_enterprise_connection", bySAML+"\nsaml = { login_hint = { mode = \"off\", source = \"login\" } }")},
	{what: "A secret without its version", do: invalid("clerk_enterprise_connection", byOIDC+"\noidc = { client_secret_wo = \"s\" }")},
	{what: "A client without a secret", do: func(s *scenario) {
		s.a("clerk_enterprise_connection").plan(byOIDC + "\noidc = { client_id = \"clerk\" }")
	}},
	{what: "A connection that Clerk does not enable yet", do: func(s *scenario) { s.a("clerk_enterprise_connection").plan(bySAML + "\nactive = true") }},
	{what: "Metadata that is none", do: func(s *scenario) {
		s.a("clerk_enterprise_connection").apply(bySAML + "\nsaml = { idp_metadata = \"none\" }")
	}},
	{what: "Metadata that is none, where Clerk names fields by themselves", sim: assuming("nested_fields", "bare"), do: func(s *scenario) {
		s.a("clerk_enterprise_connection").apply(bySAML + "\nsaml = { idp_metadata = \"none\" }")
	}},
	{what: "An organization that is not there", do: func(s *scenario) { s.a("clerk_enterprise_connection").apply(bySAML + "\norganization_id = \"org_0\"") }},
	{what: "Another connection has a domain", do: func(s *scenario) {
		s.ask("POST /enterprise_connections", connectionOfAcme)
		s.a("clerk_enterprise_connection").apply(bySAML)
	}},
	{what: "The answer to the creation is lost, and another connection has the name", do: func(s *scenario) {
		s.ask("POST /enterprise_connections", `{"name":"Acme","provider":"saml_okta","domains":["other.example.com"]}`)
		s.fails("POST /enterprise_connections", "lost")
		s.a("clerk_enterprise_connection").apply(bySAML)
	}},
	{what: "What Clerk takes only afterwards fails", do: func(s *scenario) {
		s.fails("PATCH /enterprise_connections/{enterprise_connection_id}", "502")
		s.a("clerk_enterprise_connection").apply(bySAML + "\nsync_user_attributes = false")
	}},
	{what: "Clerk ignores a change inside", do: func(s *scenario) {
		o := s.a("clerk_enterprise_connection")
		o.apply(bySAML + "\nsaml = { idp_entity_id = \"a\" }")
		s.spells("ignore", "saml")
		o.apply(bySAML + "\nsaml = { idp_entity_id = \"b\" }")
	}},
	{what: "Imported by a name that no connection has", do: func(s *scenario) { s.a("clerk_enterprise_connection").imported("Acme") }},
	{what: "Imported by a name that several connections have", do: func(s *scenario) {
		s.ask("POST /enterprise_connections", connectionOfAcme)
		s.ask("POST /enterprise_connections", `{"name":"Acme","provider":"saml_okta","domains":["other.example.com"]}`)
		s.a("clerk_enterprise_connection").imported("Acme")
	}},
	{what: "The data source: no connection has the name", do: reading("clerk_enterprise_connection", `name = "Acme"`)},
	{what: "The data source: no connection has the id", do: reading("clerk_enterprise_connection", `id = "ec_0"`)},
	{what: "The data source clerk_enterprise_connections: it is not allowed", do: forbidden("/enterprise_connections", reading("clerk_enterprise_connections", `active = true`))},
	{what: "The list resource clerk_enterprise_connection: it is not allowed", do: forbidden("/enterprise_connections", querying("clerk_enterprise_connection", ""))},
	{what: "The data source clerk_enterprise_connection_test_runs: no such connection", do: reading("clerk_enterprise_connection_test_runs", `enterprise_connection_id = "ec_0"`)},
	{what: "The action clerk_enterprise_connection_test: no such connection", do: func(s *scenario) {
		s.invoke("clerk_enterprise_connection_test", `enterprise_connection_id = "ec_0"`)
	}},
	{what: "The action clerk_enterprise_connection_test: the answer has no URL", do: func(s *scenario) {
		s.answers("POST", "/enterprise_connections/", http.StatusOK, `{}`)
		s.invoke("clerk_enterprise_connection_test", `enterprise_connection_id = "ec_0"`)
	}},
})

var _ = inSection("Resource clerk_directory and its data sources", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_directory", `
		enterprise_connection_id = ""
		identity_provider        = ""
		name                     = ""
		attribute_mapping        = { first_name = "" }
		group_role_mappings      = [{ group_id = "", role = "admins" }]`)},
	{what: "A connection that is not there", do: func(s *scenario) {
		s.a("clerk_directory").apply("enterprise_connection_id = \"ec_0\"\nidentity_provider = \"okta\"")
	}},
	{what: "A connection that has a directory", do: func(s *scenario) {
		s.connection(true)
		s.a("clerk_directory").apply(aDirectory)
	}},
	{what: "Groups that are not to be mapped", do: func(s *scenario) {
		s.connection(false)
		s.a("clerk_directory").plan(aDirectory + "\ngroup_role_mapping_enabled = false\ngroup_role_mappings = [{ group_id = \"all\", role = \"org:member\" }]")
	}},
	{what: "Groups that Clerk does not map", do: func(s *scenario) {
		s.connection(false)
		s.a("clerk_directory").apply(aDirectory + "\ngroup_role_mappings = [{ group_id = \"all\", role = \"org:member\" }]")
	}},
	{what: "A role that there is not", do: func(s *scenario) {
		s.connection(false)
		s.a("clerk_directory").apply(aDirectory + "\ngroup_role_mapping_enabled = true\ngroup_role_mappings = [{ group_id = \"all\", role = \"org:membr\" }]")
	}},
	{what: "The answer to the creation is lost, and so is that to the rotation which was to give a key to keep", do: func(s *scenario) {
		s.connection(false)
		s.failsFor("POST /directories", "lost", 1)
		s.failsFor("POST /directories/{directory_id}/rotate_api_key", "lost", 1)
		s.a("clerk_directory").apply(aDirectory + "\nkeep_api_key = true")
	}},
	{what: "The answer to the rotation is lost", do: func(s *scenario) {
		s.connection(false)
		o := s.a("clerk_directory")
		o.apply(aDirectory + "\nkeep_api_key = true")
		s.fails("POST /directories/{directory_id}/rotate_api_key", "502")
		o.apply(aDirectory + "\nkeep_api_key = true\napi_key_version = 1")
	}},
	{what: "The answer to the rotation has no key", do: func(s *scenario) {
		s.connection(false)
		o := s.a("clerk_directory")
		o.apply(aDirectory)
		s.answers("POST", "/directories/", http.StatusOK, `{"object":"directory","id":"`+o.state.Value.GetAttr("id").AsString()+`"}`)
		o.apply(aDirectory + "\napi_key_version = 1")
	}},
	{what: "A version beside an import", do: func(s *scenario) {
		s.connection(true)
		o := s.a("clerk_directory")
		o.imported("Acme")
		o.plan(aDirectory + "\napi_key_version = 1")
	}},
	{what: "Mappings of another directory", do: func(s *scenario) {
		s.connection(true)
		s.answers("GET", "/directories/", http.StatusOK, `{"data":[{"directory_id":"scim_1","directory_group_id":"all","directory_group_display_name":"","role":{"key":"org:member"}}],"total_count":1}`)
		s.query("clerk_directory", "")
	}},
	{what: "Imported by a name that no directory has", do: func(s *scenario) { s.a("clerk_directory").imported("Acme") }},
	{what: "The data source: no directory has the name", do: reading("clerk_directory", `name = "Acme"`)},
	{what: "The data source: no directory has the id", do: reading("clerk_directory", `id = "scim_0"`)},
	{what: "The data source clerk_directories: it is not allowed", do: forbidden("/directories", reading("clerk_directories", ""))},
	{what: "The list resource clerk_directory: it is not allowed", do: forbidden("/directories", querying("clerk_directory", ""))},
})
