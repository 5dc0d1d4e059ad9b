package conformance_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// settingsOf is the subject of a group of settings, which Clerk has under a path, and the
// local Clerk under a name.
func settingsOf(name, path, plural string, s subject) *subject {
	s.name, s.path, s.plural, s.merges, s.single = name, path, plural, "PATCH "+path, true
	s.remains = "an instance has its settings as long as it exists"
	s.stays = "the settings, which the instance has as long as it exists"
	s.key = func(*acctest.World, cty.Value) string { return "this" }
	s.fixed = map[string]string{"id": "the instance's"}
	for _, computed := range s.hidden {
		s.fixed[computed] = "computed"
	}
	return &s
}

const isAnError = "another value than the one that was sent is an error"

var restrictionsSubject = settingsOf("clerk_instance_restrictions", "/instance/restrictions", "restrictions", subject{
	minimal: `blocklist = true`,
	full: `
		allowlist                               = true
		blocklist                               = true
		allowlist_blocklist_disabled_on_sign_in = true
		block_email_subaddresses                = true
		block_disposable_email_domains          = true`,
	arguments: map[string]argument{
		"allowlist": {to: `false`, patch: `{"allowlist":false}`},
		"blocklist": {to: `false`, patch: `{"blocklist":false}`},
		"allowlist_blocklist_disabled_on_sign_in": {to: `false`, patch: `{"allowlist_blocklist_disabled_on_sign_in":false}`},
		"block_email_subaddresses":                {to: `false`, patch: `{"block_email_subaddresses":false}`},
		"block_disposable_email_domains":          {to: `false`, patch: `{"block_disposable_email_domains":false}`},
	},
	touches: map[string]string{"instance_settings": "one switch is in both"},
	drawn: []drawnBlock{{"this", `
		block_disposable_email_domains = true | false
		block_email_subaddresses       = | true | false`}},
})

var protectSubject = settingsOf("clerk_instance_protect", "/instance/protect", "protect", subject{
	minimal: `rules_enabled = true`,
	full: `
		rules_enabled   = true
		specter_enabled = true`,
	arguments: map[string]argument{
		"rules_enabled":   {to: `false`, patch: `{"rules_enabled":false}`},
		"specter_enabled": {to: `false`, patch: `{"specter_enabled":false}`},
	},
	hidden: []string{"checks_bypassed"},
	drawn: []drawnBlock{{"this", `
		rules_enabled = true | false`}},
})

var communicationSubject = settingsOf("clerk_instance_communication", "/instance/communication", "communication", subject{
	minimal: `blocked_country_codes = ["DE"]`,
	full:    `blocked_country_codes = ["DE", "FR"]`,
	arguments: map[string]argument{
		"blocked_country_codes": {to: `["DE", "IT"]`, patch: `{"blocked_country_codes":["FR"]}`, spelling: spelling{none: isAnError}},
	},
	drawn: []drawnBlock{{"this", `
		blocked_country_codes = ["DE"] | ["DE", "FR"] | []`}},
})

var oauthApplicationSettingsSubject = settingsOf("clerk_instance_oauth_application_settings", "/instance/oauth_application_settings", "oauth_application_settings", subject{
	minimal: `oauth_jwt_access_tokens = true`,
	full: `
		dynamic_oauth_client_registration                              = true
		default_scopes                                                 = ["email", "profile"]
		oauth_jwt_access_tokens                                        = true
		client_id_metadata_documents_advertised                        = true
		client_id_metadata_documents_only_allow_pre_registered_clients = true
		client_id_metadata_documents_block_implicitly_allowed_clients  = true`,
	arguments: map[string]argument{
		"dynamic_oauth_client_registration":                              {to: `false`, patch: `{"dynamic_oauth_client_registration":false}`},
		"default_scopes":                                                 {to: `[]`, patch: `{"default_scopes":["email"]}`, spelling: spelling{none: isAnError, taken: "null asks for whatever Clerk has itself"}},
		"oauth_jwt_access_tokens":                                        {to: `false`, patch: `{"oauth_jwt_access_tokens":false}`},
		"client_id_metadata_documents_advertised":                        {to: `false`, patch: `{"client_id_metadata_documents_advertised":false}`},
		"client_id_metadata_documents_only_allow_pre_registered_clients": {to: `false`, patch: `{"client_id_metadata_documents_only_allow_pre_registered_clients":false}`},
		"client_id_metadata_documents_block_implicitly_allowed_clients":  {to: `false`, patch: `{"client_id_metadata_documents_block_implicitly_allowed_clients":false}`},
	},
	nulls: map[string]string{"default_scopes": "Clerk's own"},
	fields: map[string]func(object) cty.Value{
		"default_scopes": func(o object) cty.Value {
			if string(o["default_scopes"]) == "null" {
				return cty.SetValEmpty(cty.String)
			}
			return heldValue(o["default_scopes"], cty.Set(cty.String))
		},
	},
	prepare: clicked("PATCH /instance/oauth_application_settings", `{"default_scopes":["openid"]}`),
	drawn: []drawnBlock{{"this", `
		oauth_jwt_access_tokens = true | false
		default_scopes          = | ["email"] | ["email", "profile"]`}},
})

// clicked is what a person has set in the dashboard before; a real instance is as it is.
func clicked(requests ...string) func(*acctest.World, nth) map[string]cty.Value {
	return func(w *acctest.World, _ nth) map[string]cty.Value {
		if w.Sim == nil {
			return nil
		}
		for request := range slices.Chunk(requests, 2) {
			w.Must(ask(w, request[0], request[1]))
		}
		return nil
	}
}

var organizationSettingsSubject = settingsOf("clerk_instance_organization_settings", "/instance/organization_settings", "organization_settings", subject{
	minimal: `max_allowed_memberships = 5`,
	full: `
		enabled                  = true
		max_allowed_memberships  = 20
		admin_delete_enabled     = false
		domains_enabled          = true
		slug_disabled            = true
		domains_enrollment_modes = ["automatic_invitation"]
		creator_role             = "org:owner"
		domains_default_role     = "org:admin"`,
	arguments: map[string]argument{
		"enabled":                  {to: `false`, with: "creator_role = null\ndomains_default_role = null", patch: `{"enabled":false}`},
		"max_allowed_memberships":  {to: `0`, patch: `{"max_allowed_memberships":3}`, spelling: spelling{none: isAnError}},
		"admin_delete_enabled":     {to: `true`, patch: `{"admin_delete_enabled":true}`},
		"domains_enabled":          {to: `false`, patch: `{"domains_enabled":false}`},
		"slug_disabled":            {to: `false`, patch: `{"slug_disabled":false}`, falseUnsaid: true},
		"domains_enrollment_modes": {to: `[]`, patch: `{"domains_enrollment_modes":["automatic_suggestion"]}`, spelling: spelling{none: isAnError}},
		"creator_role":             {to: `"org:admin"`, outside: roleSetting("creator_role_id", "org:admin"), spelling: spelling{field: "creator_role_id", none: "it is a role of the instance"}},
		"domains_default_role":     {to: `"org:member"`, outside: roleSetting("domains_default_role_id", "org:member"), spelling: spelling{field: "domains_default_role_id", none: "it is a role of the instance"}},
	},
	hidden:  []string{"max_allowed_roles", "max_role_sets_allowed", "max_allowed_domains", "initial_role_set"},
	touches: map[string]string{"role_sets": "the initial one has the roles that the settings name"},
	prepare: func(w *acctest.World, n nth) map[string]cty.Value {
		if n > 0 {
			return nil
		}
		ctx := w.TB.Context()
		ids, err := w.Clerk.OrganizationPermissions.IDs(ctx, []string{"org:sys_memberships:manage", "org:sys_memberships:read", "org:sys_profile:delete"})
		w.Must(err)
		_, err = w.Clerk.OrganizationRoles.Create(ctx, clerk.OrganizationRoleParams{
			Name: rest.Value("Owner"), Key: rest.Value("org:owner"), Permissions: rest.Value(ids), IncludeInInitialRoleSet: rest.Value(true),
		})
		w.Must(err)
		return nil
	},
	drawn: []drawnBlock{{"this", `
		max_allowed_memberships = 20 | 50
		admin_delete_enabled    = | true | false`}},
})

// roleSetting changes the role that the settings name, outside Terraform.
func roleSetting(field, key string) outside {
	return func(w *acctest.World, state cty.Value) error {
		for id, text := range w.Held("organization_roles") {
			if parsed(text).text("key") == key {
				return asks("PATCH /instance/organization_settings", `{"`+field+`":"`+id+`"}`)(w, state)
			}
		}
		return fmt.Errorf("there is no role %s", key)
	}
}

const untold = "Clerk never returns it"

var instanceSettingsSubject = func() *subject {
	first := []string{"PATCH /instance"}
	s := settingsOf("clerk_instance_settings", "/beta_features/instance_settings", "instance_settings", subject{
		minimal: `progressive_sign_up = true`,
		full: `
			test_mode                 = true
			hibp                      = false
			support_email             = "help@example.com"
			clerk_js_version          = "5"
			development_origin        = "http://localhost:3000"
			allowed_origins           = ["https://app.example.com", "chrome-extension://abc"]
			url_based_session_syncing = true
			restricted_to_allowlist   = true
			from_email_address        = "hello"
			progressive_sign_up       = true
			preferred_sign_in_strategy_when_password_required = "otp"`,
		arguments: map[string]argument{
			"test_mode":                 {to: `false`, writes: first, noDrift: untold, spelling: spelling{taken: untold}},
			"hibp":                      {to: `true`, writes: first, noDrift: untold, spelling: spelling{taken: untold}},
			"support_email":             {to: `""`, writes: first, noDrift: untold, spelling: spelling{none: untold, taken: untold}},
			"clerk_js_version":          {to: `"6"`, writes: first, noDrift: untold, spelling: spelling{none: untold, taken: untold}},
			"development_origin":        {to: `"http://localhost:4000"`, writes: first, noDrift: untold, spelling: spelling{none: untold, taken: untold}},
			"url_based_session_syncing": {to: `false`, writes: first, noDrift: untold, spelling: spelling{taken: untold}},
			"preferred_sign_in_strategy_when_password_required": {to: `"password"`, writes: first, noDrift: untold, spelling: spelling{none: untold, taken: untold}},
			"allowed_origins": {
				to: `["https://app.example.com"]`, writes: first, outside: asks("PATCH /instance", `{"allowed_origins":["https://other.example.com"]}`),
				spelling: spelling{none: "what Clerk stored of it shows in the next plan", taken: "the answer does not show it; the next plan does"},
			},
			"restricted_to_allowlist": {to: `false`, patch: `{"restricted_to_allowlist":false}`, falseUnsaid: true},
			"from_email_address":      {to: `"mail"`, patch: `{"from_email_address":"other"}`},
			"progressive_sign_up":     {to: `false`, patch: `{"progressive_sign_up":false}`, falseUnsaid: true},
		},
		touches:    map[string]string{"restrictions": "one switch is in both"},
		unimported: map[string]string{},
		drawn: []drawnBlock{{"this", `
			progressive_sign_up = | true | false
			allowed_origins     = ["https://app.example.com"] | ["https://app.example.com", "https://www.example.com"]
			test_mode           = | true | false`}},
		prepare: clicked(
			"PATCH /instance", `{"allowed_origins":["https://clicked.example.com"]}`,
			"PATCH /beta_features/instance_settings", `{"from_email_address":"clicked"}`,
		),
	})
	for name, a := range s.arguments {
		if a.noDrift == untold {
			s.unimported[name] = untold
		}
	}
	s.object = func(w *acctest.World, state cty.Value) object {
		all, id := w.Everything(), attribute(state, "id")
		o := parsed(all["settings"][id])
		maps.Copy(o, parsed(all["instance_settings"][id]))
		return o
	}
	return s
}()
