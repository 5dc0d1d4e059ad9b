package clerksim_test

import (
	"fmt"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// organizationWithDomain makes both, and returns the path of the organization's domains as well.
func (i *instance) organizationWithDomain(name, domain string) (organization, made object, domains string) {
	i.t.Helper()
	organization = i.call("POST /organizations", fmt.Sprintf(`{"name":%q}`, name)).ok()
	domains = "/organizations/" + organization.id() + "/domains"
	return organization, i.call("POST "+domains, fmt.Sprintf(`{"name":%q,"enrollment_mode":"manual_invitation"}`, domain)).ok(), domains
}

func TestOrganizationDomains(t *testing.T) {
	t.Parallel()
	i := start(t)
	o, d, domains := i.organizationWithDomain("Acme", "Example.com")
	one := domains + "/" + d.id()
	verified := `{"attempts":null,"expire_at":null,"status":"verified","strategy":"admin","verified_at":null}`
	d.has(t, map[string]string{
		"object": `"organization_domain"`, "organization_id": o.json("id"), "name": `"example.com"`, "enrollment_mode": `"manual_invitation"`,
		"affiliation_verification": verified, "verification": verified, "ownership_verification": `null`, "affiliation_email_address": `null`,
		"total_pending_invitations": `0`, "total_pending_suggestions": `0`,
	})
	i.call("PATCH "+one, `{"enrollment_mode":"automatic_suggestion"}`).ok().has(t, map[string]string{"enrollment_mode": `"automatic_suggestion"`, "verification": verified})
	i.call("PATCH "+one, `{"verified":false}`).ok().has(t, map[string]string{"affiliation_verification": `null`, "verification": `null`, "enrollment_mode": `"automatic_suggestion"`})
	i.call("PATCH "+one, `{"verified":null,"enrollment_mode":null}`).ok().has(t, map[string]string{"affiliation_verification": `null`, "enrollment_mode": `"automatic_suggestion"`})
	owned := i.call("POST "+one+"/verify_ownership", "").ok()
	if v := owned["ownership_verification"].(map[string]any); v["status"] != "verified" || v["strategy"] != "manual_override" || v["verified_at"] == nil {
		t.Errorf("the ownership is %v", v)
	}
	i.call("POST "+one+"/verify_ownership", "").ok().has(t, map[string]string{"ownership_verification": owned.json("ownership_verification"), "affiliation_verification": `null`})
	i.call("DELETE "+one, "").ok().has(t, map[string]string{"object": `"organization_domain"`, "id": d.json("id"), "deleted": `true`})
	for _, operation := range []string{"DELETE " + one, "PATCH " + one, "POST " + one + "/verify_ownership", "GET /organizations/org_0/domains", "GET " + one} {
		i.call(operation, `{}`).refused(404, "resource_not_found")
	}
	i.organizationWithDomain("Globex", "example.com")
	i.call("POST "+domains, `{"name":"example.org","enrollment_mode":"manual_invitation"}`).ok()
	i.call("DELETE /organizations/"+o.id(), "").ok()
	if left := i.call("GET /organization_domains", "").list(); len(left) != 1 || left[0]["name"] != "example.com" {
		t.Errorf("with their organization, domains are left: %v", left)
	}
}

func TestWrongOrganizationDomainsAreRefused(t *testing.T) {
	t.Parallel()
	i := start(t)
	_, d, domains := i.organizationWithDomain("Acme", "example.com")
	for body, code := range map[string]string{
		`{"enrollment_mode":"manual_invitation"}`:                                         "form_param_missing",
		`{"name":"example.org"}`:                                                          "form_param_missing",
		`{"name":"example.org","enrollment_mode":"automatic"}`:                            "form_param_value_invalid",
		`{"name":"https://example.org","enrollment_mode":"manual_invitation"}`:            "form_param_format_invalid",
		`{"name":"example","enrollment_mode":"manual_invitation"}`:                        "form_param_format_invalid",
		`{"name":"freemail.example","enrollment_mode":"manual_invitation"}`:               "organization_domain_common",
		`{"name":"throwaway.example","enrollment_mode":"manual_invitation"}`:              "organization_domain_blocked",
		`{"name":"example.com","enrollment_mode":"manual_invitation","verified":false}`:   "organization_domain_already_exists",
		`{"name":"example.org","enrollment_mode":"manual_invitation","ownership":"mine"}`: "form_param_unknown",
	} {
		i.call("POST "+domains, body).refused(422, code)
	}
	i.off("auto_enrollment")
	i.call("PATCH "+domains+"/"+d.id(), `{"enrollment_mode":"automatic_invitation"}`).refused(403, "organization_domain_enrollment_mode_not_enabled")
	i.off("verified_domains")
	for _, path := range []string{"GET /organization_domains", "GET " + domains, "DELETE " + domains + "/" + d.id()} {
		i.call(path, "").refused(403, "organization_domains_not_enabled")
	}
}

// Who may have a domain of the same name, and the codes, are assumptions.
func TestAnOrganizationHasAsManyDomainsAsTheSettingsSay(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"organization_domain_quota_exceeded", "quota_exceeded"} {
		i := start(t, assume("organization_domain_quota", "2"), assume("organization_domain_quota_code", code))
		i.call("GET /instance/organization_settings", "").ok().has(t, map[string]string{"max_allowed_domains": `2`})
		acme, other := i.call("POST /organizations", `{"name":"Acme"}`).ok().id(), i.call("POST /organizations", `{"name":"Navy"}`).ok().id()
		add := func(organization, name string) answer {
			return i.call("POST /organizations/"+organization+"/domains", `{"name":"`+name+`","enrollment_mode":"manual_invitation"}`)
		}
		first := add(acme, "a.example.com").ok().id()
		add(acme, "b.example.com").ok()
		add(acme, "c.example.com").refused(403, code)
		add(other, "c.example.com").ok()
		i.call("DELETE /organizations/"+acme+"/domains/"+first, "").ok()
		add(acme, "d.example.com").ok()
	}
}

func TestTheNameOfAnOrganizationDomainIsUnique(t *testing.T) {
	t.Parallel()
	for scope, allowed := range map[string]map[string]bool{
		"verified":     {"true": false, "false": true},
		"instance":     {"true": false, "false": false},
		"organization": {"true": true, "false": true},
	} {
		for verified, ok := range allowed {
			i := start(t, assume("organization_domains_unique", scope))
			i.organizationWithDomain("Acme", "example.com")
			_, _, domains := i.organizationWithDomain("Globex", "example.org")
			made := i.call("POST "+domains, `{"name":"example.com","enrollment_mode":"manual_invitation","verified":`+verified+`}`)
			if !ok {
				made.refused(422, "organization_domain_already_exists", "name")
				continue
			}
			if own := i.call("PATCH "+domains+"/"+made.ok().id(), `{"verified":true}`); scope == "verified" {
				own.refused(422, "organization_domain_already_exists", "name")
			} else {
				own.ok()
			}
		}
	}
	i := start(t, assume("organization_domain_taken", "duplicate_record"))
	_, _, domains := i.organizationWithDomain("Acme", "example.com")
	i.call("POST "+domains, `{"name":"example.com","enrollment_mode":"manual_invitation"}`).refused(422, "duplicate_record", "name")
	i = start(t, func(o *clerksim.Options) {
		o.Assume = map[string]string{"organization_domain_needs_mode": "false", "unverified_domain": "unverified"}
	})
	_, _, domains = i.organizationWithDomain("Acme", "example.com")
	plain := i.call("POST "+domains, `{"name":"example.org","verified":false}`).ok()
	plain.has(t, map[string]string{"enrollment_mode": `"manual_invitation"`})
	if v := plain["affiliation_verification"].(map[string]any); v["status"] != "unverified" {
		t.Errorf("the affiliation is %v", v)
	}
}

func TestOrganizationDomainsAreFilteredAndSorted(t *testing.T) {
	t.Parallel()
	i := start(t)
	acme, com, ofAcme := i.organizationWithDomain("Acme", "example.com")
	globex, org, ofGlobex := i.organizationWithDomain("Globex", "example.org")
	net := i.call("POST "+ofGlobex, `{"name":"example.net","enrollment_mode":"automatic_invitation","verified":false}`).ok()
	again := i.call("POST "+ofGlobex, `{"name":"example.com","enrollment_mode":"enterprise_sso","verified":false}`).ok()
	for query, want := range map[string][]string{
		"":                                  {again.id(), net.id(), org.id(), com.id()},
		"order_by=name":                     {again.id(), com.id(), net.id(), org.id()},
		"order_by=%2Bcreated_at&limit=1":    {com.id()},
		"verified=true":                     {org.id(), com.id()},
		"verified=false&order_by=-name":     {net.id(), again.id()},
		"enrollment_mode=enterprise_sso":    {again.id()},
		"enrollment_mode=-enterprise_sso":   {net.id(), org.id(), com.id()},
		"organization_id=" + acme.id():      {com.id()},
		"query=" + globex.id() + "&limit=1": {again.id()},
		"query=EXAMPLE.O":                   {org.id()},
		"domains=example.com":               {again.id(), com.id()},
		"domains=example.com&domains=example.net&organization_id=" + globex.id():                              {again.id(), net.id()},
		"enrollment_mode=manual_invitation,enterprise_sso,-manual_invitation&order_by=%2Bname&verified=false": {again.id()},
	} {
		same(t, query, ids(i.call("GET /organization_domains?"+query, "").list()), want)
	}
	i.call("GET /organization_domains?query=%20", "").refused(422, "form_param_value_invalid", "query")
	i.call("GET /organization_domains?order_by=verified", "").refused(422, "form_param_value_invalid", "order_by")
	same(t, "of one", ids(i.call("GET "+ofGlobex+"?verified=false&enrollment_mode=-enterprise_sso", "").list()), []string{net.id()})
	same(t, "of the other", ids(i.call("GET "+ofAcme, "").list()), []string{com.id()})
	i.call("GET /organization_domains?domains=example.net", "").list()[0].has(t, map[string]string{
		"public_organization_data": `{"has_image":false,"id":` + globex.json("id") + `,"image_url":` + globex.json("image_url") + `,"name":"Globex","slug":"globex"}`,
	})
}

// Whoever has a verified address of the domain, and is no member, is invited or told of the organization.
func TestOrganizationDomainsCountWhomTheyInvite(t *testing.T) {
	t.Parallel()
	i := start(t)
	ada := i.user("ada@example.com")
	i.user("grace@example.com")
	i.user("alan@other.example")
	o, d, domains := i.organizationWithDomain("Acme", "example.com")
	i.call("POST /organizations/"+o.id()+"/memberships", `{"user_id":"`+ada.id()+`","role":"org:member"}`).ok()
	for mode, want := range map[string][2]string{"automatic_invitation": {"1", "0"}, "automatic_suggestion": {"0", "1"}, "enterprise_sso": {"0", "0"}} {
		i.call("PATCH "+domains+"/"+d.id(), `{"enrollment_mode":"`+mode+`"}`).ok().has(t, map[string]string{
			"total_pending_invitations": want[0], "total_pending_suggestions": want[1],
		})
	}
}
