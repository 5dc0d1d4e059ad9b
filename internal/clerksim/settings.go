package clerksim

import "path"

// settings are groups of settings of the instance. Each is one object, which is always
// there.
func settings() []anySettings {
	return []anySettings{
		settingsGroup[betaSettings]{
			path: "/beta_features/instance_settings", at: func(s *store) *betaSettings { return &s.beta },
			fields: map[string]rule{
				"restricted_to_allowlist": flag.orNull(), "from_email_address": text.orNull().must(isLocalPart),
				"progressive_sign_up": flag.orNull(), "test_mode": flag.orNull()},
			rules: (*call).betaRules, show: (*call).showBeta,
		},
		settingsGroup[instanceRestrictions]{
			path: "/instance/restrictions", at: func(s *store) *instanceRestrictions { return &s.restrictions },
			fields: map[string]rule{
				"allowlist": flag.orNull(), "blocklist": flag.orNull(), "allowlist_blocklist_disabled_on_sign_in": flag.orNull(),
				"block_email_subaddresses": flag.orNull(), "block_disposable_email_domains": flag.orNull()},
			enabled: (*call).restrictionsEnabled,
		},
		settingsGroup[organizationSettings]{
			path: "/instance/organization_settings", get: true, at: func(s *store) *organizationSettings { return &s.organizationSettings },
			fields: map[string]rule{
				"enabled": flag.orNull(), "max_allowed_memberships": number.orNull().within(0, 1<<31), "admin_delete_enabled": flag.orNull(),
				"domains_enabled": flag.orNull(), "slug_disabled": flag.orNull(),
				"domains_enrollment_modes": textList.in(automaticInvitation, automaticSuggestion),
				"creator_role_id":          text.orNull(), "domains_default_role_id": text.orNull()},
			enabled: (*call).organizationSettingsThere, rules: (*call).organizationSettingsRules, show: (*call).showOrganizationSettings,
		},
		settingsGroup[protectSettings]{
			path: "/instance/protect", get: true, at: func(s *store) *protectSettings { return &s.protect },
			fields: map[string]rule{"rules_enabled": flag.orNull(), "specter_enabled": flag.orNull()},
		},
		settingsGroup[communicationSettings]{
			path: "/instance/communication", get: true, at: func(s *store) *communicationSettings { return &s.communication },
			fields: map[string]rule{"blocked_country_codes": textList.orNull().within(0, 250).must(isCountryCode)},
			rules:  (*call).communicationRules,
		},
		settingsGroup[oauthApplicationSettings]{
			path: "/instance/oauth_application_settings", get: true,
			at: func(s *store) *oauthApplicationSettings { return &s.oauthApplications },
			fields: map[string]rule{
				"dynamic_oauth_client_registration": flag.orNull(), "default_scopes": textList.orNull(), "oauth_jwt_access_tokens": flag.orNull(),
				"client_id_metadata_documents_advertised":                        flag.orNull(),
				"client_id_metadata_documents_only_allow_pre_registered_clients": flag.orNull(),
				"client_id_metadata_documents_block_implicitly_allowed_clients":  flag.orNull()},
			rules: func(c *call, t *oauthApplicationSettings) *failure {
				if c.params.cleared("default_scopes") {
					t.DefaultScopes = nil
				}
				return nil
			},
		},
	}
}

// anySettings is what the server does with a group of settings.
type anySettings interface {
	operations() []operation
	state(c *call) (name string, object any)
}

// settingsGroup says what there is to know of a group of settings. The stored value is
// the answer.
type settingsGroup[T any] struct {
	path    string
	get     bool // whether there is a GET of the path
	at      func(*store) *T
	fields  map[string]rule
	enabled func(*call) *failure         // asked before everything. Optional
	rules   func(c *call, t *T) *failure // refuses or completes what the body has made of them. Optional
	show    func(c *call, t T) T         // sets what depends on others. Optional
}

func (g settingsGroup[T]) operations() []operation {
	body := &shape{fields: g.fields, open: true, openBy: "settings_extra_fields"}
	out := []operation{{pattern: "PATCH " + g.path, handle: g.answerUpdate, body: body}}
	if g.get {
		out = append(out, operation{pattern: "GET " + g.path, handle: g.answerGet})
	}
	return out
}

func (g settingsGroup[T]) state(c *call) (string, any) {
	return path.Base(g.path), g.shown(c)
}

func (g settingsGroup[T]) shown(c *call) T {
	t := *g.at(&c.store)
	if g.show != nil {
		t = g.show(c, t)
	}
	return t
}

// check says why nothing can be asked of the settings.
func (g settingsGroup[T]) check(c *call) *failure {
	if g.enabled == nil {
		return nil
	}
	return g.enabled(c)
}

func (g settingsGroup[T]) answerGet(c *call) (any, *failure) {
	if f := g.check(c); f != nil {
		return nil, f
	}
	return g.shown(c), nil
}

func (g settingsGroup[T]) answerUpdate(c *call) (any, *failure) {
	if f := g.check(c); f != nil {
		return nil, f
	}
	t := *g.at(&c.store)
	c.params.fill(&t)
	if g.rules != nil {
		if f := g.rules(c, &t); f != nil {
			return nil, f
		}
	}
	*g.at(&c.store) = t
	return g.shown(c), nil
}
