package clerksim

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
)

// betaSettings are what PATCH /beta_features/instance_settings answers.
type betaSettings struct {
	Object                string `json:"object"`
	ID                    string `json:"id"`
	RestrictedToAllowlist bool   `json:"restricted_to_allowlist"`
	FromEmailAddress      string `json:"from_email_address"` // the part before the @
	ProgressiveSignUp     bool   `json:"progressive_sign_up"`
}

// instanceRestrictions say who may sign up.
type instanceRestrictions struct {
	Object                             string `json:"object"`
	Allowlist                          bool   `json:"allowlist"`
	Blocklist                          bool   `json:"blocklist"`
	AllowlistBlocklistDisabledOnSignIn bool   `json:"allowlist_blocklist_disabled_on_sign_in"`
	BlockEmailSubaddresses             bool   `json:"block_email_subaddresses"`
	BlockDisposableEmailDomains        bool   `json:"block_disposable_email_domains"`
}

// organizationSettings hold for all organizations.
type organizationSettings struct {
	Object                 string   `json:"object"`
	Enabled                bool     `json:"enabled"`
	MaxAllowedMemberships  int64    `json:"max_allowed_memberships"`
	MaxAllowedRoles        int64    `json:"max_allowed_roles"`
	MaxRoleSetsAllowed     int64    `json:"max_role_sets_allowed"`
	MaxAllowedDomains      int64    `json:"max_allowed_domains"`
	MaxAllowedPermissions  int64    `json:"max_allowed_permissions"`
	CreatorRole            string   `json:"creator_role"`
	AdminDeleteEnabled     bool     `json:"admin_delete_enabled"`
	DomainsEnabled         bool     `json:"domains_enabled"`
	SlugDisabled           bool     `json:"slug_disabled"`
	DomainsEnrollmentModes []string `json:"domains_enrollment_modes"`
	DomainsDefaultRole     string   `json:"domains_default_role"`
	InitialRoleSetKey      *string  `json:"initial_role_set_key"`

	creatorID, defaultID string // the roles, "" for those of the initial role set
}

type protectSettings struct {
	Object         string `json:"object"`
	RulesEnabled   bool   `json:"rules_enabled"`
	SpecterEnabled bool   `json:"specter_enabled"`
	ChecksBypassed bool   `json:"checks_bypassed"`
}

type communicationSettings struct {
	Object              string   `json:"object"`
	BlockedCountryCodes []string `json:"blocked_country_codes"`
}

type oauthApplicationSettings struct {
	Object                         string   `json:"object"`
	DynamicOAuthClientRegistration bool     `json:"dynamic_oauth_client_registration"`
	DefaultScopes                  []string `json:"default_scopes"` // null is Clerk's own
	OAuthJWTAccessTokens           bool     `json:"oauth_jwt_access_tokens"`
	CIMDAdvertised                 bool     `json:"client_id_metadata_documents_advertised"`
	CIMDOnlyPreRegistered          bool     `json:"client_id_metadata_documents_only_allow_pre_registered_clients"`
	CIMDBlockImplicitlyAllowed     bool     `json:"client_id_metadata_documents_block_implicitly_allowed_clients"`
}

func newOrganizationSettings(assume assumed) organizationSettings {
	return organizationSettings{
		Object: "organization_settings", Enabled: true, MaxAllowedMemberships: assume.number("max_allowed_memberships"),
		MaxAllowedRoles: assume.number("custom_role_quota"), MaxRoleSetsAllowed: assume.number("role_set_quota"), MaxAllowedDomains: assume.number("organization_domain_quota"),
		AdminDeleteEnabled: true, DomainsEnabled: true, DomainsEnrollmentModes: []string{automaticInvitation, automaticSuggestion},
	}
}

var localPart = regexp.MustCompile(`^[A-Za-z0-9]*$`)

// isLocalPart: only letters and digits are allowed in the sender of Clerk's mail.
func isLocalPart(param, s string) *failure {
	if !localPart.MatchString(s) {
		return invalidFormat(param, "must contain only letters and digits")
	}
	return nil
}

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`)

func isCountryCode(param, s string) *failure {
	if !countryCode.MatchString(s) {
		return invalidFormat(param, "must contain country codes of two capital letters")
	}
	return nil
}

func (c *call) restrictionsEnabled() *failure {
	if c.switches["restrictions"] {
		return nil
	}
	return unsupportedPlan("restrictions")
}

// showBeta: whether sign-up is restricted to the allowlist may be the switch that the
// restrictions have as well.
func (c *call) showBeta(t betaSettings) betaSettings {
	t.ID = c.instanceID
	if c.assume.yes("restricted_to_allowlist_is_allowlist") {
		t.RestrictedToAllowlist = c.restrictions.Allowlist
	}
	return t
}

func (c *call) betaRules(*betaSettings) *failure {
	if c.params.has("test_mode") {
		c.settings.TestMode = c.params.flag("test_mode")
	}
	if c.params.has("restricted_to_allowlist") && c.assume.yes("restricted_to_allowlist_is_allowlist") {
		c.restrictions.Allowlist = c.params.flag("restricted_to_allowlist")
	}
	return nil
}

// communicationRules drops in silence what is no country that Clerk sends messages to.
func (c *call) communicationRules(t *communicationSettings) *failure {
	known := []string{}
	for _, code := range t.BlockedCountryCodes {
		if contains(known, code) {
			return invalidValue("blocked_country_codes", "must be unique")
		}
		if !contains(countriesWithoutMessages, code) {
			known = append(known, code)
		}
	}
	t.BlockedCountryCodes = known
	return nil
}

// countriesWithoutMessages are codes that Clerk does not know: those that ISO 3166 leaves to
// its users, and some that no country has.
var countriesWithoutMessages = []string{"AA", "QQ", "XX", "ZZ"}

// organizationSettingsThere: nobody says what the settings answer while organizations are off.
func (c *call) organizationSettingsThere() *failure {
	if c.organizationSettings.Enabled || c.assume["organization_settings_when_off"] == "shown" || c.params.flag("enabled") {
		return nil
	}
	return notFound("organization settings", c.instanceID)
}

func (c *call) showOrganizationSettings(t organizationSettings) organizationSettings {
	set := c.initialRoleSet()
	keyOf := func(own, of string) string {
		r, _ := stored[role](c).get(cmp.Or(own, of))
		return r.Key
	}
	t.CreatorRole, t.DomainsDefaultRole, t.InitialRoleSetKey = keyOf(t.creatorID, set.creatorID), keyOf(t.defaultID, set.defaultID), &set.Key
	if c.assume.yes("manual_invitation_listed") {
		t.DomainsEnrollmentModes = slices.Concat([]string{"manual_invitation"}, t.DomainsEnrollmentModes)
	}
	return t
}

// organizationSettingsRules finds the roles that the body names by their ids.
func (c *call) organizationSettingsRules(t *organizationSettings) *failure {
	set := c.initialRoleSet()
	for _, field := range []struct {
		param   string
		own, of *string
		suits   func(role) *failure
	}{
		{"creator_role_id", &t.creatorID, &set.creatorID, c.mayCreate},
		{"domains_default_role_id", &t.defaultID, &set.defaultID, func(role) *failure { return nil }},
	} {
		if !c.params.has(field.param) {
			continue
		}
		r, known := stored[role](c).get(c.params.text(field.param))
		if !known || c.assume.yes("settings_roles_are_initial_sets") && !contains(set.roleIDs, r.ID) {
			return fail(http.StatusNotFound, "resource_not_found", "Resource not found", "No organization role was found with id "+c.params.text(field.param)+".").about(field.param)
		}
		if f := field.suits(r); f != nil {
			return f.about(field.param)
		}
		if c.assume.yes("settings_roles_are_initial_sets") {
			*field.of = r.ID
		} else {
			*field.own = r.ID
		}
	}
	if c.assume.yes("settings_roles_are_initial_sets") {
		stored[roleSet](c).store(c.now, set)
	}
	return nil
}
