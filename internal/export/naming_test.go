package export_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/export"
)

func TestNamesAreMadeOfWhatIsLeftOfTheFirstText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		texts []string
		want  string
	}{
		{[]string{"Ada Lovelace", "ada"}, "ada_lovelace"},
		{[]string{"  Ada   M.-S. Lovelace! "}, "ada_m_s_lovelace"},
		{[]string{"Zoë Ångström"}, "zoe_angstrom"},
		{[]string{"Zoe\u0308"}, "zoe"},
		{[]string{"Grace O’Malley-Groß"}, "grace_omalley_gross"},
		{[]string{"Łukasz Øster, ﬁrst"}, "lukasz_oster_first"},
		{[]string{"李 Smith"}, "smith"},
		{[]string{"李 四", "", "ada"}, "ada"},
		{[]string{" ", "+15555550100"}, "user_15555550100"},
		{[]string{"42nd"}, "user_42nd"},
		{[]string{"_ada_"}, "ada"},
		{[]string{"null"}, "null"},
		{[]string{"李 四", "🦉"}, "user"},
		{[]string{strings.Repeat("ab ", 50)}, strings.Repeat("ab_", 20)[:59]},
		{nil, "user"},
	} {
		if got := export.Name("clerk_user", c.texts...); got != c.want {
			t.Errorf("%q are named %q, want %q", c.texts, got, c.want)
		}
	}
	if got := export.Name("clerk_phone_number", "+15555550100"); got != "phone_number_15555550100" {
		t.Errorf("a number is named %q", got)
	}
}

func TestNamesAreHandedOutOnce(t *testing.T) {
	t.Parallel()
	var names export.Names
	for i, c := range []struct{ wanted, got string }{
		{"ada", "ada"}, {"ada_2", "ada_2"}, {"ada", "ada_3"}, {"ada", "ada_4"}, {"ada_3", "ada_3_2"}, {"ada_2", "ada_2_2"}, {"bob", "bob"},
	} {
		if got := names.Unique(c.wanted); got != c.got {
			t.Errorf("name %d, %s, is %q, want %q", i, c.wanted, got, c.got)
		}
	}
}

var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func FuzzNameIsAnIdentifierAndUnique(f *testing.F) {
	for _, seed := range []string{"", "Ada Lovelace", "42", "_", "李", "\xff", "e\u0301", "a__b", "ﬃ", "½", strings.Repeat("ß", 100)} {
		f.Add(seed, seed+"_2")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		var names export.Names
		seen := map[string]bool{}
		for _, text := range []string{a, b, a, a + "_2", fmt.Sprint(a, 2)} {
			name := names.Unique(export.Name("clerk_user", text))
			if !identifier.MatchString(name) || seen[name] {
				t.Errorf("%q is named %q beside %v", text, name, seen)
			}
			seen[name] = true
		}
	})
}

func TestAnArgumentIsCalledAfterTheTypeWhoseIdsItHolds(t *testing.T) {
	t.Parallel()
	types := []string{"clerk_user", "clerk_organization", "clerk_machine", "clerk_enterprise_connection"}
	for argument, want := range map[string]string{
		"user_id": "clerk_user", "from_machine_id": "clerk_machine", "enterprise_connection_id": "clerk_enterprise_connection", "group.user_id": "clerk_user",
		"external_id": "", "oidc.client_id": "", "saml.idp_entity_id": "", "id": "", "user": "", "users_id": "", "role_set_id": "",
	} {
		if got := export.CalledAfter(argument, types); got != want {
			t.Errorf("%s is called after %q, expected %q", argument, got, want)
		}
	}
}
