package clerksim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func (i *instance) connection(provider, domain, more string) object {
	i.t.Helper()
	made := i.call("POST /enterprise_connections", fmt.Sprintf(`{"name":"Acme","provider":%q,"domains":[%q]%s}`, provider, domain, more))
	if made.status != 201 {
		i.t.Fatalf("%d %s", made.status, made.body)
	}
	return decode[object](made)
}

const metadataOfAcme = `<EntityDescriptor entityID=\"https://idp.example.com/acme\"><IDPSSODescriptor><SingleSignOnService Location=\"https://idp.example.com/acme/sso\"/></IDPSSODescriptor></EntityDescriptor>`

func TestConnectionsOfEachKindAreMadeChangedListedAndDeleted(t *testing.T) {
	t.Parallel()
	i := start(t)
	for n, provider := range []string{"saml_custom", "saml_okta", "saml_google", "saml_microsoft"} {
		e := i.connection(provider, fmt.Sprintf("Saml%d.Example.com", n), "")
		e.has(t, map[string]string{"object": `"enterprise_connection"`, "provider": fmt.Sprintf("%q", provider), "active": `false`, "domains": fmt.Sprintf(`["saml%d.example.com"]`, n), "oauth_config": `null`, "sync_user_attributes": `true`})
		saml := e["saml_connection"].(map[string]any)
		for _, field := range []string{"acs_url", "sp_entity_id", "sp_metadata_url"} {
			if url, _ := saml[field].(string); !strings.Contains(url, saml["id"].(string)) {
				t.Errorf("%s is %s", field, url)
			}
		}
	}
	for n, provider := range []string{"oidc_custom", "oidc_github_enterprise", "oidc_gitlab"} {
		e := i.connection(provider, fmt.Sprintf("oidc%d.example.com", n), `,"oidc":{"client_id":"c","client_secret":"never shown","discovery_url":"https://idp.example.com"}`)
		e.has(t, map[string]string{"provider": fmt.Sprintf("%q", provider), "saml_connection": `null`})
		if oidc := e["oauth_config"].(map[string]any); oidc["client_id"] != "c" || oidc["auth_url"] != nil {
			t.Errorf("%s has %v", provider, oidc)
		}
	}
	if all := i.call("GET /enterprise_connections", ""); len(all.list()) != 7 || strings.Contains(all.body, "never shown") || strings.Contains(i.call("GET /_sim/state", "").body, "never shown") {
		t.Error(all.body)
	}
	e := i.connection("saml_custom", "acme.example.com", "")
	one := " /enterprise_connections/" + e.id()
	i.call("PATCH"+one, `{"active":true}`).refused(422, "form_param_value_invalid", "active")
	i.call("PATCH"+one, `{"saml":{"idp_metadata":"no metadata"}}`).refused(422, "form_param_value_invalid", "saml.idp_metadata")
	changed := i.call("PATCH"+one, `{"active":true,"domains":[],"saml":{"idp_metadata":"`+metadataOfAcme+`","login_hint":{"mode":"off"},"attribute_mapping":{"user_id":"uid"}}}`).ok()
	changed.has(t, map[string]string{"active": `true`, "domains": `["acme.example.com"]`})
	if saml := changed["saml_connection"].(map[string]any); saml["idp_entity_id"] != "https://idp.example.com/acme" || saml["idp_sso_url"] != "https://idp.example.com/acme/sso" || saml["idp_metadata"] != nil || saml["attribute_mapping"] != nil {
		t.Error(saml)
	}
	same(t, "active", ids(i.call("GET /enterprise_connections?active=true", "").list()), []string{e.id()})
	i.call("PATCH"+one, `{"provider":"saml_okta"}`).refused(422, "form_param_unknown", "provider")
	i.call("PATCH"+one, `{"saml":{"nonsense":1}}`).refused(422, "form_param_unknown", "saml.nonsense")
	i.call("PATCH"+one, `{"saml":{"login_hint":{"mode":"custom_attribute"}}}`).refused(422, "form_param_missing", "saml.login_hint")
	i.call("PATCH"+one, `{"organization_id":"org_0"}`).refused(404, "resource_not_found", "organization_id")
	i.call("POST /enterprise_connections", `{"name":"a","provider":"saml_okta","domains":["acme.example.com"]}`).refused(409, "conflict", "domains")
	i.call("POST /enterprise_connections", `{"name":"a","provider":"saml_okta","domains":["no domain"]}`).refused(422, "form_param_format_invalid", "domains")
	i.call("POST /enterprise_connections", `{"name":"a","provider":"saml_okta","domains":[]}`).refused(422, "form_param_array_size_exceeded", "domains")
	i.call("POST /enterprise_connections", `{"name":"a","provider":"ldap","domains":["a.example.com"]}`).refused(422, "form_param_value_invalid", "provider")
	i.call("POST /enterprise_connections", `{"name":"a","provider":"oidc_custom","domains":["a.example.com"],"oidc":{"client_id":"c"}}`).refused(422, "form_param_value_invalid", "oidc.requires_pkce")
	i.call("PATCH"+one, `{"custom_attributes":[{"name":"A","key":"a","scim_path":"x"},{"name":"A","key":"a"}]}`).refused(422, "form_param_value_invalid", "custom_attributes")
	i.call("PATCH"+one, `{"custom_attributes":[{"name":"A","key":"a","scim_path":"x"}]}`).ok().has(t, map[string]string{"custom_attributes": `[{"directory_path":"x","key":"a","multi_valued":false,"name":"A","scim_path":"x"}]`})
	i.call("DELETE"+one, "").ok()
	i.call("GET"+one, "").refused(404, "resource_not_found")
}

func TestAConnectionThatIsEnabledTakesDomainsOver(t *testing.T) {
	t.Parallel()
	for takes, left := range map[string]int{"true": 1, "false": 2} {
		i := start(t, assume("enterprise_takes_domains", takes))
		acme := i.call("POST /organizations", `{"name":"Acme"}`).ok()
		domains := "/organizations/" + acme.id() + "/domains"
		for _, name := range []string{"acme.example.com", "acme.example.org"} {
			i.call("POST "+domains, `{"name":"`+name+`","enrollment_mode":"manual_invitation"}`).ok()
		}
		i.connection("saml_okta", "acme.example.com", `,"active":true,"organization_id":"`+acme.id()+`","saml":{"idp_metadata_url":"https://idp.example.com"}`)
		if has := i.call("GET "+domains, "").list(); len(has) != left {
			t.Errorf("%s: %v", takes, has)
		}
		same(t, "of the organization", ids(i.call("GET /enterprise_connections?organization_id="+acme.id(), "").list()), ids(i.call("GET /enterprise_connections", "").list()))
	}
}

func TestTestsOfAConnectionAreBegunAndListed(t *testing.T) {
	t.Parallel()
	i := start(t)
	e := i.connection("oidc_custom", "acme.example.com", "")
	runs := " /enterprise_connections/" + e.id() + "/test_runs"
	if url := i.call("POST"+runs, "").ok()["url"].(string); !strings.HasPrefix(url, "https://") {
		t.Error(url)
	}
	i.Advance(time.Second)
	i.call("POST /_sim/seed", `{"enterprise_connection_test_runs":[{"enterprise_connection_id":"`+e.id()+`","status":"failed","logs":[{"level":"error","message":"no"}],"oauth":{"id_token":"secret"}}]}`).ok()
	all := i.call("GET"+runs, "").list()
	if len(all) != 2 || all[0]["status"] != "failed" || all[0]["connection_type"] != "oauth" || all[1]["status"] != "pending" {
		t.Error(all)
	}
	if failed := i.call("GET"+runs+"?status=failed&status=success", "").list(); len(failed) != 1 {
		t.Error(failed)
	}
	i.call("GET"+runs+"?status=other", "").refused(422, "form_param_value_invalid", "status")
}

func TestDirectoriesHaveAKeyAndOrderedRolesOfGroups(t *testing.T) {
	t.Parallel()
	i := start(t)
	e := i.connection("saml_okta", "acme.example.com", `,"custom_attributes":[{"name":"Team","key":"team"}]`)
	roles := map[string]string{}
	for _, r := range i.call("GET /organization_roles", "").list() {
		roles[r["key"].(string)] = r.id()
	}
	d := i.call("POST /directories", `{"enterprise_connection_id":"`+e.id()+`","provider":"okta"}`).ok()
	one := " /directories/" + d.id()
	key := d["api_key"].(string)
	if !strings.Contains(d["endpoint_url"].(string), d.id()) || d["name"] != "Acme" || key == "" {
		t.Error(d)
	}
	if i.call("GET"+one, "").ok()["api_key"] != nil || strings.Contains(i.call("GET /_sim/state", "").body, key) {
		t.Error("the key is shown again")
	}
	if rotated := i.call("POST"+one+"/rotate_api_key", "").ok()["api_key"].(string); rotated == "" || rotated == key {
		t.Error(rotated)
	}
	i.call("POST /directories", `{"enterprise_connection_id":"`+e.id()+`","provider":"okta"}`).refused(400, "bad_request", "enterprise_connection_id")
	i.call("POST /directories", `{"enterprise_connection_id":"ec_0","provider":"okta"}`).refused(404, "resource_not_found", "enterprise_connection_id")
	mappings := one + "/group_role_mappings"
	sent := func(groups ...string) string {
		var all []string
		for n, g := range groups {
			all = append(all, fmt.Sprintf(`{"directory_group_id":%q,"role_id":%q}`, g, roles[[]string{"org:member", "org:admin"}[n%2]]))
		}
		return `{"mappings":[` + strings.Join(all, ",") + `]}`
	}
	i.call("PUT"+mappings, sent("a")).refused(403, "forbidden")
	i.call("PATCH"+one, `{"group_role_mapping_enabled":true,"attribute_mapping":{"first_name":null,"title":"title"}}`).ok().has(t, map[string]string{
		"attribute_mapping": `{"email_address":"emails.0.value","last_name":"name.familyName","title":"title"}`,
	})
	i.call("PUT"+mappings, sent("b", "a")).ok()
	all := i.call("PUT"+mappings, sent("a", "b", "c")).list()
	for n, group := range []string{"a", "b", "c"} {
		all[n].has(t, map[string]string{"directory_group_id": fmt.Sprintf("%q", group), "scim_group_id": fmt.Sprintf("%q", group), "precedence": fmt.Sprint(n + 1), "directory_id": fmt.Sprintf("%q", d.id())})
	}
	i.call("PUT"+mappings, sent("a", "a")).refused(422, "form_param_value_invalid", "mappings")
	i.call("DELETE"+mappings+"/"+all[0].id(), "").ok()
	i.call("POST"+mappings, `{"scim_group_id":"d","role_id":"`+roles["org:admin"]+`","precedence":1}`).ok().has(t, map[string]string{"directory_group_id": `"d"`, "precedence": `1`})
	if first := i.call("GET"+mappings, "").list(); len(first) != 3 || first[0]["directory_group_id"] != "d" {
		t.Error(first)
	}
	i.call("DELETE /enterprise_connections/"+e.id(), "").ok()
	i.call("GET"+one, "").refused(404, "resource_not_found")
}
