package clerksim_test

import (
	"fmt"
	"strings"
	"testing"
)

const (
	allowlist = "/allowlist_identifiers"
	blocklist = "/blocklist_identifiers"
)

func TestIdentifiersAreListedInLowercaseAndOnce(t *testing.T) {
	t.Parallel()
	for _, list := range []string{allowlist, blocklist} {
		i := start(t)
		var made []string
		for identifier, is := range map[string][2]string{
			" Ada@Example.com":       {"ada@example.com", "email_address"},
			"*@Example.com":          {"*@example.com", "email_address"},
			"*@*.example.com":        {"*@*.example.com", "email_address"},
			"+1 (555) 555-0100":      {"+15555550100", "phone_number"},
			"0x" + wallet:            {"0x" + wallet, "web3_wallet"},
			"0X" + wallet[:39] + "F": {"0x" + wallet[:39] + "f", "web3_wallet"},
		} {
			one := i.call("POST "+list, fmt.Sprintf(`{"identifier":%q}`, identifier)).ok()
			one.has(t, map[string]string{"identifier": fmt.Sprintf("%q", is[0]), "identifier_type": fmt.Sprintf("%q", is[1]), "instance_id": fmt.Sprintf("%q", i.InstanceID())})
			i.call("POST "+list, fmt.Sprintf(`{"identifier":%q}`, is[0])).refused(400, "duplicate_record")
			made = append([]string{one.id()}, made...)
		}
		same(t, "list", ids(i.call("GET "+list, "").list()), made)
		one := " " + list + "/" + made[0]
		i.call("GET"+one, "").refused(404, "resource_not_found")
		i.call("DELETE"+one, "").ok().has(t, map[string]string{"deleted": `true`})
		i.call("DELETE"+one, "").refused(404, "resource_not_found")
		same(t, "list", ids(i.call("GET "+list, "").list()), made[1:])

		for body, code := range map[string]string{
			`{}`: "form_param_missing", `{"identifier":""}`: "form_param_nil", `{"identifier":"ada"}`: "form_param_format_invalid",
			`{"identifier":"example.com"}`: "form_param_format_invalid", `{"identifier":"ada@"}`: "form_param_format_invalid", `{"identifier":"0x12"}`: "form_param_format_invalid",
		} {
			i.call("POST "+list, body).refused(422, code, "identifier")
		}
		i.off("restrictions")
		i.call("GET "+list, "").refused(402, "unsupported_subscription_plan_features")
		i.call("POST "+list, `{"identifier":"byron@example.com"}`).refused(402, "unsupported_subscription_plan_features")
		i.call("DELETE "+list+"/"+made[1], "").refused(402, "unsupported_subscription_plan_features")

		i = start(t, assume("listed_domains", "accepted"))
		i.call("POST "+list, `{"identifier":"Example.com"}`).ok().has(t, map[string]string{"identifier": `"example.com"`, "identifier_type": `"email_address"`})
	}
}

const wallet = "00000000000000000000000000000000000000a1"

func TestTheBlocklistHasNoPagesAndTheAllowlistHas(t *testing.T) {
	t.Parallel()
	i := start(t)
	for n := range 12 {
		body := fmt.Sprintf(`{"identifier":"ada%d@example.com"}`, n)
		i.call("POST "+allowlist, body).ok()
		i.call("POST "+blocklist, body).ok()
	}
	if n := len(i.call("GET "+blocklist, "").list()); n != 12 {
		t.Errorf("the blocklist shows %d identifiers", n)
	}
	page := i.call("GET "+allowlist+"?paginated=true&offset=10", "").ok()
	page.has(t, map[string]string{"total_count": `12`})
	if n := len(page.items("data")); n != 2 {
		t.Errorf("the second page of the allowlist shows %d identifiers", n)
	}
}

func TestWhoIsAllowedCanBeInvitedWithIt(t *testing.T) {
	t.Parallel()
	i := start(t)
	ada := i.call("POST "+allowlist, `{"identifier":"ada@example.com","notify":true}`).ok()
	invited := i.call("GET /invitations", "").list()
	if len(invited) != 1 {
		t.Fatalf("%d invitations", len(invited))
	}
	invited[0].has(t, map[string]string{"email_address": `"ada@example.com"`, "status": `"pending"`, "id": ada.json("invitation_id")})
	for _, identifier := range []string{"byron@example.com", "+15555550100"} {
		i.call("POST "+allowlist, fmt.Sprintf(`{"identifier":%q,"notify":%t}`, identifier, identifier[0] == '+')).ok().has(t, map[string]string{"invitation_id": `null`})
	}
	i.call("POST "+allowlist, `{"identifier":"*@example.com","notify":true}`).ok().has(t, map[string]string{"invitation_id": `null`})
	start(t, assume("notify_wildcard", "refused")).call("POST "+allowlist, `{"identifier":"*@example.com","notify":true}`).refused(422, "form_param_value_invalid", "notify")

	for assumed, invitations := range map[string]int{"another": 2, "nothing": 1} {
		i := start(t, assume("notify_invited", assumed))
		i.call("POST /invitations", `{"email_address":"ada@example.com"}`).ok()
		i.call("POST "+allowlist, `{"identifier":"ada@example.com","notify":true}`).ok()
		if n := len(i.call("GET /invitations", "").list()); n != invitations {
			t.Errorf("%s: %d invitations", assumed, n)
		}
	}
}

// Test mode is for tests of the application, which sign up with such addresses.
func TestTestAddressesPassInTestModeOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		assumed, settings string
		passes            bool
	}{
		{"pass", `{}`, true}, {"pass", `{"test_mode":true}`, true}, {"pass", `{"test_mode":false}`, false}, {"restricted", `{"test_mode":true}`, false},
	} {
		i := start(t, assume("test_addresses", c.assumed), assume("restrictions_on_users", "blocklist"))
		i.call("PATCH /instance/restrictions", `{"block_email_subaddresses":true}`).ok()
		i.call("PATCH /instance", c.settings)
		got := i.call("POST /users", `{"email_address":["ada+clerk_test@example.com"]}`)
		if c.passes {
			got.ok()
		} else {
			got.refused(403, "not_allowed_access", "email_address")
		}
		i.call("POST /users", `{"email_address":["ada+clerk_tests@example.com"]}`).refused(403, "not_allowed_access", "email_address")
	}
}

func TestTheListsKeepOutWhomTheyAreAssumedToKeepOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		restrictions string
		counting     string
		out, in      []string
	}{
		{`{}`, "both", nil, []string{"blocked@example.com", "a@evil.example.com", "nobody@example.org"}},
		{`{"blocklist":true}`, "none", nil, []string{"blocked@example.com", "a@evil.example.com"}},
		{`{"blocklist":true}`, "blocklist", []string{"blocked@example.com", "Blocked+1@example.com", "a@evil.example.com", "a@b.spam.example.com", "both@example.com"},
			[]string{"nobody@example.org", "a@spam.example.com"}},
		{`{"allowlist":true}`, "blocklist", nil, []string{"blocked@example.com", "nobody@example.org"}},
		{`{"allowlist":true,"blocklist":true}`, "both", []string{"blocked@example.com", "nobody@example.org", "a@evil.example.com"}, []string{"both@example.com", "a@good.example.com"}},
		{`{"block_email_subaddresses":true}`, "blocklist", []string{"a+1@example.com", "a#b@example.com", "a=b@example.com"}, []string{"a@example.com"}},
		{`{"block_disposable_email_domains":true}`, "blocklist", []string{"a@throwaway.example"}, []string{"a@example.com", "a@throwaway.example.com"}},
		{`{"block_disposable_email_domains":true}`, "none", nil, []string{"a@throwaway.example"}},
		{`{"block_email_subaddresses":true}`, "both", nil, []string{"a@throwaway.example"}},
	} {
		for operation, assumption := range map[string]string{
			"invitations": "restrictions_on_invitations", "users": "restrictions_on_users", "email_addresses": "restrictions_on_users",
			"organizations/acme/invitations": "restrictions_on_organization_invitations",
		} {
			i := start(t, assume(assumption, c.counting))
			owner := i.call("POST /users", `{"username":"owner"}`).ok()
			path := "/" + strings.ReplaceAll(operation, "acme", i.call("POST /organizations", `{"name":"Acme"}`).ok().id())
			for list, identifiers := range map[string][]string{
				allowlist: {"both@example.com", "*@good.example.com"},
				blocklist: {"blocked@example.com", "both@example.com", "*@evil.example.com", "*@*.spam.example.com"},
			} {
				for _, identifier := range identifiers {
					i.call("POST "+list, fmt.Sprintf(`{"identifier":%q}`, identifier)).ok()
				}
			}
			i.call("PATCH /instance/restrictions", c.restrictions).ok()
			ask := func(address string) answer {
				body := map[string]string{
					"invitations": `{"email_address":%q}`, "users": `{"email_address":[%q]}`, "email_addresses": `{"user_id":` + owner.json("id") + `,"email_address":%q}`,
					"organizations/acme/invitations": `{"email_address":%q,"role":"org:member"}`,
				}[operation]
				return i.call("POST "+path, fmt.Sprintf(body, address))
			}
			for _, address := range c.out {
				ask(address).refused(403, "not_allowed_access", "email_address")
			}
			for _, address := range c.in {
				ask(address).ok()
			}
		}
	}
}
