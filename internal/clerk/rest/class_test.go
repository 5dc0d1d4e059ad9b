package rest_test

import (
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func TestACallCountsAgainstTheLimitOfWhatItChanges(t *testing.T) {
	t.Parallel()
	for call, want := range map[string][2]string{
		"PATCH users/user_1":                                   {"users", "users/user_1"},
		"PATCH users/user_1/metadata":                          {"users", "users/user_1"},
		"PUT users/user_1/metadata":                            {"users", "users/user_1"},
		"PATCH users/user_2":                                   {"users", "users/user_2"},
		"PATCH organizations/org_1":                            {"organizations", "organizations/org_1"},
		"PUT organizations/org_1/metadata":                     {"organizations", "organizations/org_1"},
		"PATCH organizations/org_1/memberships/user_1":         {"memberships", "organizations/org_1/memberships/user_1"},
		"PUT organizations/org_1/memberships/user_1/metadata":  {"memberships", "organizations/org_1/memberships/user_1"},
		"POST invitations":                                     {"", "POST /invitations/invitations"},
		"POST invitations/bulk":                                {"", "POST /invitations/bulk"},
		"POST organizations/org_1/invitations":                 {"", "POST /organizations/invitations"},
		"POST organizations/org_2/invitations":                 {"", "POST /organizations/invitations"},
		"POST organizations/org_1/invitations/bulk":            {"", "POST /organizations/bulk"},
		"POST invitations/inv_1/revoke":                        {},
		"POST organizations/org_1/invitations/orginv_1/revoke": {},
		"POST users":                           {},
		"POST users/user_1/ban":                {},
		"POST users/user_1/profile_image":      {},
		"POST users/user_1/lock":               {},
		"GET users/user_1":                     {},
		"GET users":                            {},
		"DELETE users/user_1":                  {},
		"PATCH jwt_templates/jtmp_1":           {},
		"PATCH email_addresses/idn_1":          {},
		"PATCH phone_numbers/idn_1":            {},
		"POST organizations/org_1/memberships": {},
	} {
		method, path, _ := strings.Cut(call, " ")
		if family, key := rest.ClassOf(method, path); family != want[0] || key != want[1] {
			t.Errorf("%s is of the class %q %q, expected %q", call, family, key, want)
		}
	}
}
