package clerksim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// switches are the features of the instance, by name.
type switches map[string]bool

// newSwitches has every switch as an instance begins with it.
func newSwitches() switches {
	return switches{
		"ban":                 true,  // off: 402 for ban, unban, and users created banned
		"lockout":             true,  // off: 403 for lock, unlock, and users created locked
		"custom_roles":        true,  // off: 402 for new roles and permissions
		"role_sets":           true,  // off: 402 for new role sets, and for organizations that name one
		"custom_signing_keys": true,  // off: 402 for JWT templates with a key of their own
		"restrictions":        true,  // off: 402 for PATCH /instance/restrictions and both lists
		"proxy":               true,  // off: no check of a proxy succeeds
		"impersonation":       true,  // off: 402 for actor tokens
		"breached_passwords":  false, // on: every password is a breached one
		"scim":                false, // on: every user is managed by SCIM; "scim:user_…" is one user
		"email_required":      false, // on: a user needs an email address
		"password_required":   false, // on: a user needs a password
		"oauth_google":        true,  // off: 404 for OAuth access tokens of this provider
		"oauth_github":        true,
		"oauth_microsoft":     true,
		"oauth_apple":         true,
	}
}

// settingSwitches are the switches that are settings of the instance as well.
var settingSwitches = map[string]struct {
	isOn func(organizationSettings) bool
	set  func(*organizationSettings, bool)
}{
	"organizations":      {func(t organizationSettings) bool { return t.Enabled }, func(t *organizationSettings, on bool) { t.Enabled = on }},
	"organization_slugs": {func(t organizationSettings) bool { return !t.SlugDisabled }, func(t *organizationSettings, on bool) { t.SlugDisabled = !on }},
	"verified_domains":   {func(t organizationSettings) bool { return t.DomainsEnabled }, func(t *organizationSettings, on bool) { t.DomainsEnabled = on }},
	"auto_enrollment": {
		func(t organizationSettings) bool { return len(t.DomainsEnrollmentModes) > 0 },
		func(t *organizationSettings, on bool) {
			if t.DomainsEnrollmentModes = []string{}; on {
				t.DomainsEnrollmentModes = []string{automaticInvitation, automaticSuggestion}
			}
		},
	},
}

// allSwitches are all that there are, by name.
func (s *Server) allSwitches() switches {
	all := maps.Clone(s.switches)
	for name, setting := range settingSwitches {
		all[name] = setting.isOn(s.organizationSettings)
	}
	return all
}

// Switch turns a feature of the instance on or off. The names are listed in
// the package documentation; oauth_… of any provider and scim:user_… are
// names too.
func (s *Server) Switch(name string, on bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if setting, ok := settingSwitches[name]; ok {
		setting.set(&s.organizationSettings, on)
		return nil
	}
	_, known := s.switches[name]
	if !known && !strings.HasPrefix(name, "oauth_") && !strings.HasPrefix(name, "scim:") {
		return fmt.Errorf("there is no switch %q; there are: %s", name, strings.Join(slices.Sorted(maps.Keys(s.allSwitches())), ", "))
	}
	s.switches[name] = on
	return nil
}

// managedByScim reports whether a directory owns the user.
func (s *Server) managedByScim(userID string) bool {
	one, said := s.switches["scim:"+userID]
	return said && one || !said && s.switches["scim"]
}
