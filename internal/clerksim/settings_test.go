package clerksim_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestTheInstanceIsReadAndChanged(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.call("GET /instance", "").ok().has(t, map[string]string{"id": `"` + i.InstanceID() + `"`, "environment_type": `"development"`, "allowed_origins": `[]`})
	if a := i.call("PATCH /instance", `{"allowed_origins":["https://app.example.com"],"hibp":false,"support_email":"help@example.com"}`); a.status != 204 || a.body != "" {
		t.Errorf("%d %s", a.status, a.body)
	}
	i.call("GET /instance", "").ok().has(t, map[string]string{"allowed_origins": `["https://app.example.com"]`})
	for _, none := range []string{`null`, `[]`} {
		i.call("PATCH /instance", `{"allowed_origins":`+none+`}`)
	}
	i.call("GET /instance", "").ok().has(t, map[string]string{"allowed_origins": `["https://app.example.com"]`})
	i.call("PATCH /instance", `{"colour":"red"}`)
	i.call("PATCH /instance", `{"preferred_sign_in_strategy_when_password_required":"telepathy"}`).refused(422, "form_param_value_invalid")
	i.call("PATCH /instance/restrictions", `{"allowlist":true}`).ok().has(t, map[string]string{"allowlist": `true`, "blocklist": `false`})
	i.call("PATCH /instance/restrictions", `{}`).ok().has(t, map[string]string{"allowlist": `true`})
	i.on("breached_passwords")
	i.call("POST /users", `{"password":"long enough"}`).ok()
	i.off("restrictions")
	i.call("PATCH /instance/restrictions", `{}`).refused(402, "unsupported_subscription_plan_features")
}

// Each group is changed field by field: an empty PATCH changes nothing and answers all,
// and what is not sent stays.
func TestEachGroupOfSettingsIsReadAndChanged(t *testing.T) {
	t.Parallel()
	for path, fields := range map[string]map[string]string{
		"/beta_features/instance_settings": {"restricted_to_allowlist": "true", "from_email_address": `"hello"`, "progressive_sign_up": "true"},
		"/instance/restrictions": {
			"allowlist": "true", "blocklist": "true", "allowlist_blocklist_disabled_on_sign_in": "true", "block_email_subaddresses": "true", "block_disposable_email_domains": "true",
		},
		"/instance/organization_settings": {
			"max_allowed_memberships": "7", "admin_delete_enabled": "false", "domains_enabled": "false", "slug_disabled": "true", "domains_enrollment_modes": `["automatic_invitation"]`, "enabled": "false",
		},
		"/instance/protect":       {"rules_enabled": "true", "specter_enabled": "true"},
		"/instance/communication": {"blocked_country_codes": `["DE","FR"]`},
		"/instance/oauth_application_settings": {
			"dynamic_oauth_client_registration": "true", "default_scopes": `["email"]`, "oauth_jwt_access_tokens": "true", "client_id_metadata_documents_advertised": "true",
			"client_id_metadata_documents_only_allow_pre_registered_clients": "true", "client_id_metadata_documents_block_implicitly_allowed_clients": "true",
		},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			i := start(t)
			changed := map[string]string{}
			for name, value := range fields {
				before := i.call("PATCH "+path, `{}`).ok()
				if before.json(name) == value {
					t.Errorf("%s is %s before it is changed", name, value)
				}
				changed[name] = value
				i.call("PATCH "+path, `{"`+name+`":`+value+`}`).ok().has(t, changed)
				i.call("PATCH "+path, `{"colour":"red"}`)
			}
		})
	}
}

func TestWhatSettingsDropOrRefuse(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.call("PATCH /instance/communication", `{"blocked_country_codes":["DE","QQ"]}`).ok().has(t, map[string]string{"blocked_country_codes": `["DE"]`})
	i.call("PATCH /instance/communication", `{"blocked_country_codes":null}`).ok().has(t, map[string]string{"blocked_country_codes": `["DE"]`})
	i.call("PATCH /instance/communication", `{"blocked_country_codes":["DE","DE"]}`).refused(422, "form_param_value_invalid", "blocked_country_codes")
	i.call("PATCH /instance/communication", `{"blocked_country_codes":["de"]}`).refused(422, "form_param_format_invalid", "blocked_country_codes")
	i.call("PATCH /instance/oauth_application_settings", `{"default_scopes":["email"]}`).ok()
	i.call("PATCH /instance/oauth_application_settings", `{"default_scopes":null}`).ok().has(t, map[string]string{"default_scopes": `null`})
	i.call("PATCH /beta_features/instance_settings", `{"from_email_address":"a@b"}`).refused(422, "form_param_format_invalid", "from_email_address")
	i.call("PATCH /instance/organization_settings", `{"creator_role_id":"role_none"}`).refused(404, "resource_not_found", "creator_role_id")
	i.call("PATCH /instance/organization_settings", `{"creator_role_id":"`+i.keyed("/organization_roles", "org:member").id()+`"}`).
		refused(422, "organization_missing_creator_role_permissions")

	j := start(t, assume("settings_extra_fields", "refused"))
	j.call("PATCH /instance/protect", `{"colour":"red"}`).refused(422, "form_param_unknown", "colour")
}

// What a setting says of organizations holds for them.
func TestOrganizationSettingsHaveTheirEffect(t *testing.T) {
	t.Parallel()
	i := start(t)
	const path = "PATCH /instance/organization_settings"
	admin := i.keyed("/organization_roles", "org:admin").id()
	i.call("GET /instance/organization_settings", "").ok().has(t, map[string]string{
		"creator_role": `"org:admin"`, "domains_default_role": `"org:member"`, "initial_role_set_key": `"role_set:default"`,
	})
	i.call(path, `{"domains_default_role_id":"`+admin+`","max_allowed_memberships":1,"admin_delete_enabled":false}`).ok().has(t, map[string]string{"domains_default_role": `"org:admin"`})
	o := i.call("POST /organizations", `{"name":"Acme"}`).ok()
	o.has(t, map[string]string{"max_allowed_memberships": `1`, "admin_delete_enabled": `false`})
	i.call(path, `{"slug_disabled":true,"domains_enrollment_modes":[]}`).ok()
	i.call("POST /organizations", `{"name":"Globex","slug":"globex"}`).refused(403, "organization_slugs_disabled", "slug")
	i.call("POST /organizations/"+o.id()+"/domains", `{"name":"example.com","enrollment_mode":"automatic_invitation"}`).refused(403, "organization_domain_enrollment_mode_not_enabled")
	i.call(path, `{"domains_enabled":false}`).ok()
	i.call("GET /organizations/"+o.id()+"/domains", "").refused(403, "organization_domains_not_enabled")
	i.call(path, `{"enabled":false}`).ok()
	i.call("GET /organizations", "").refused(403, "organization_not_enabled_in_instance")
	i.call("GET /instance/organization_settings", "").ok()
}

func TestWhatIsNotSaidAboutSettingsCanGoTheOtherWay(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) {
		o.Assume = map[string]string{
			"restricted_to_allowlist_is_allowlist": "false", "settings_roles_are_initial_sets": "false", "organization_settings_when_off": "404", "manual_invitation_listed": "true",
		}
	})
	i.call("PATCH /beta_features/instance_settings", `{"restricted_to_allowlist":true}`).ok()
	i.call("PATCH /instance/restrictions", `{}`).ok().has(t, map[string]string{"allowlist": `false`})
	const path = "PATCH /instance/organization_settings"
	editor := i.role("org:editor", false)
	i.call(path, `{"domains_default_role_id":"`+editor.id()+`"}`).ok().has(t, map[string]string{
		"domains_default_role": `"org:editor"`, "domains_enrollment_modes": `["manual_invitation","automatic_invitation","automatic_suggestion"]`,
	})
	if i.keyed("/role_sets", "role_set:default")["default_role"].(map[string]any)["key"] != "org:member" {
		t.Error("the default role of the initial role set has changed as well")
	}
	i.call("DELETE /organization_roles/"+editor.id(), "").refused(422, "organization_role_domain_default_role")
	i.call(path, `{"enabled":false}`).ok()
	i.call("GET /instance/organization_settings", "").refused(404, "resource_not_found")
	i.call(path, `{"slug_disabled":true}`).refused(404, "resource_not_found")
	i.call(path, `{"enabled":true}`).ok()
}
