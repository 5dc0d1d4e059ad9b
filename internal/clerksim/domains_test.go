package clerksim_test

import (
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func inProduction(o *clerksim.Options) { o.Environment = "production" }

func TestAnInstanceHasItsPrimaryDomainFromTheBeginning(t *testing.T) {
	t.Parallel()
	i := start(t, inProduction)
	primary := i.call("GET /domains", "").ok().items("data")
	if len(primary) != 1 {
		t.Fatal(primary)
	}
	primary[0].has(t, map[string]string{
		"object": `"domain"`, "name": `"example.com"`, "is_satellite": `false`, "frontend_api_url": `"https://clerk.example.com"`,
		"accounts_portal_url": `"https://accounts.example.com"`, "proxy_url": `null`, "development_origin": `""`,
	})
	i.call("DELETE /domains/"+primary[0].id(), "").refused(403, "operation_not_allowed_on_primary_domain")
	i.call("PATCH /domains/"+primary[0].id(), `{"name":"example.org","is_secondary":false}`).ok().has(t, map[string]string{"name": `"example.org"`})

	i = start(t)
	primary = i.call("GET /domains", "").ok().items("data")
	if !strings.HasSuffix(primary[0].json("name"), `.clerk.accounts.dev"`) || primary[0].json("cname_targets") != "[]" {
		t.Error(primary[0])
	}
}

func TestSatellitesAreMadeChangedListedAndDeleted(t *testing.T) {
	t.Parallel()
	i := start(t, inProduction)
	docs := i.call("POST /domains", `{"name":"docs.example.org","is_satellite":true}`).ok()
	docs.has(t, map[string]string{
		"name": `"docs.example.org"`, "is_satellite": `true`, "accounts_portal_url": `null`,
		"cname_targets": `[{"host":"clerk.docs.example.org","required":true,"value":"frontend-api.clerk.services"}]`,
	})
	for _, field := range []string{"created_at", "updated_at"} {
		if _, ok := docs[field]; ok {
			t.Error("an answer has", field)
		}
	}
	one := "/domains/" + docs.id()
	i.call("PATCH "+one, `{"proxy_url":"https://docs.example.org/__clerk"}`).ok().has(t, map[string]string{
		"proxy_url": `"https://docs.example.org/__clerk"`, "frontend_api_url": `"https://docs.example.org/__clerk"`, "cname_targets": `[]`,
	})
	i.call("PATCH "+one, `{"proxy_url":null}`).ok().has(t, map[string]string{"proxy_url": `null`, "frontend_api_url": `"https://clerk.docs.example.org"`})
	i.call("GET "+one, "").refused(404, "resource_not_found")
	i.call("DELETE "+one, "").ok().has(t, map[string]string{"object": `"domain"`, "deleted": `true`})
	i.call("PATCH "+one, `{"name":"other.example.org"}`).refused(404, "resource_not_found")
	if left := i.call("GET /domains", "").ok(); left.json("total_count") != "1" {
		t.Error(left)
	}
}

func TestWrongDomainsAreRefused(t *testing.T) {
	t.Parallel()
	for code, options := range map[string][]func(*clerksim.Options){
		"form_identifier_exists": {inProduction},
		"duplicate_record":       {inProduction, assume("domain_taken", "duplicate_record")},
	} {
		i := start(t, options...)
		i.call("POST /domains", `{"is_satellite":true}`).refused(422, "form_param_missing", "name")
		i.call("POST /domains", `{"name":"docs.example.org","is_satellite":false}`).refused(422, "form_param_value_invalid", "is_satellite")
		i.call("POST /domains", `{"name":"https://docs.example.org","is_satellite":true}`).refused(422, "form_param_format_invalid", "name")
		i.call("POST /domains", `{"name":"localhost:3001","is_satellite":true}`).refused(422, "form_param_format_invalid", "name")
		i.call("POST /domains", `{"name":"docs.example.org","is_satellite":true,"proxy_url":"http://docs.example.org"}`).refused(422, "form_param_format_invalid", "proxy_url")
		i.call("POST /domains", `{"name":"example.com","is_satellite":true}`).refused(422, code, "name")
	}
	i := start(t)
	local := i.call("POST /domains", `{"name":"localhost:3001","is_satellite":true}`).ok()
	i.call("PATCH /domains/"+local.id(), `{"proxy_url":"https://localhost:3001/__clerk"}`).refused(400, "request_invalid_for_environment")
	i = start(t, assume("proxy_in_production_only", "false"))
	local = i.call("POST /domains", `{"name":"localhost:3001","is_satellite":true}`).ok()
	i.call("PATCH /domains/"+local.id(), `{"proxy_url":"https://localhost:3001/__clerk"}`).ok()
}

func TestAProxyIsChecked(t *testing.T) {
	t.Parallel()
	i := start(t, inProduction)
	docs := i.call("POST /domains", `{"name":"docs.example.org","is_satellite":true}`).ok()
	i.call("POST /proxy_checks", `{"domain_id":"`+docs.id()+`"}`).refused(422, "form_param_format_invalid", "proxy_url")
	i.call("POST /proxy_checks", `{"domain_id":"dmn_nobody","proxy_url":"https://docs.example.org/__clerk"}`).refused(422, "resource_not_found", "domain_id")
	asked := `{"domain_id":"` + docs.id() + `","proxy_url":"https://docs.example.org/__clerk"}`
	i.call("POST /proxy_checks", asked).ok().has(t, map[string]string{"object": `"proxy_check"`, "domain_id": docs.json("id"), "successful": `true`})
	i.off("proxy")
	i.call("POST /proxy_checks", asked).ok().has(t, map[string]string{"successful": `false`, "proxy_url": `"https://docs.example.org/__clerk"`})
	i.call("PATCH /domains/"+docs.id(), `{"proxy_url":"https://docs.example.org/clerk"}`).ok()
	i.call("POST /proxy_checks", `{"domain_id":"`+docs.id()+`"}`).ok().has(t, map[string]string{"proxy_url": `"https://docs.example.org/clerk"`})
}
