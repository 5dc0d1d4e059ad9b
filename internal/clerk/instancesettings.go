package clerk

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// BetaSettings are the settings of the instance under /beta_features/instance_settings.
type BetaSettings struct {
	rest.Answered
	RestrictedToAllowlist bool   `json:"restricted_to_allowlist,omitempty"`
	FromEmailAddress      string `json:"from_email_address,omitempty"` // the part before the @
	ProgressiveSignUp     bool   `json:"progressive_sign_up,omitempty"`
}

// UpdateBetaSettingsParams are the fields of PATCH /beta_features/instance_settings.
type UpdateBetaSettingsParams struct {
	RestrictedToAllowlist rest.Optional[bool]   `json:"restricted_to_allowlist,omitzero"`
	FromEmailAddress      rest.Optional[string] `json:"from_email_address,omitzero"`
	ProgressiveSignUp     rest.Optional[bool]   `json:"progressive_sign_up,omitzero"`
}

// InstanceRestrictions say who may sign up: /instance/restrictions.
type InstanceRestrictions struct {
	rest.Answered
	Allowlist                   bool `json:"allowlist"`
	Blocklist                   bool `json:"blocklist"`
	DisabledOnSignIn            bool `json:"allowlist_blocklist_disabled_on_sign_in"`
	BlockEmailSubaddresses      bool `json:"block_email_subaddresses"`
	BlockDisposableEmailDomains bool `json:"block_disposable_email_domains"`
}

// UpdateInstanceRestrictionsParams are the fields of PATCH /instance/restrictions.
type UpdateInstanceRestrictionsParams struct {
	Allowlist                   rest.Optional[bool] `json:"allowlist,omitzero"`
	Blocklist                   rest.Optional[bool] `json:"blocklist,omitzero"`
	DisabledOnSignIn            rest.Optional[bool] `json:"allowlist_blocklist_disabled_on_sign_in,omitzero"`
	BlockEmailSubaddresses      rest.Optional[bool] `json:"block_email_subaddresses,omitzero"`
	BlockDisposableEmailDomains rest.Optional[bool] `json:"block_disposable_email_domains,omitzero"`
}

// OrganizationSettings hold for all organizations of the instance: /instance/organization_settings. Roles and role sets are keys.
type OrganizationSettings struct {
	rest.Answered
	Enabled                bool     `json:"enabled"`
	MaxAllowedMemberships  int64    `json:"max_allowed_memberships"` // of an organization; 0 is no limit
	MaxAllowedRoles        int64    `json:"max_allowed_roles"`
	MaxRoleSetsAllowed     int64    `json:"max_role_sets_allowed,omitempty"`
	MaxAllowedDomains      int64    `json:"max_allowed_domains"`
	CreatorRole            string   `json:"creator_role"`
	AdminDeleteEnabled     bool     `json:"admin_delete_enabled"`
	DomainsEnabled         bool     `json:"domains_enabled"`
	SlugDisabled           bool     `json:"slug_disabled,omitempty"`
	DomainsEnrollmentModes []string `json:"domains_enrollment_modes"`
	DomainsDefaultRole     string   `json:"domains_default_role"`
	InitialRoleSetKey      *string  `json:"initial_role_set_key,omitempty"`
}

// UpdateOrganizationSettingsParams are the fields of PATCH /instance/organization_settings. Roles are keys here; Clerk is sent their ids.
type UpdateOrganizationSettingsParams struct {
	Enabled                rest.Optional[bool]     `json:"enabled,omitzero"`
	MaxAllowedMemberships  rest.Optional[int64]    `json:"max_allowed_memberships,omitzero"`
	AdminDeleteEnabled     rest.Optional[bool]     `json:"admin_delete_enabled,omitzero"`
	DomainsEnabled         rest.Optional[bool]     `json:"domains_enabled,omitzero"`
	SlugDisabled           rest.Optional[bool]     `json:"slug_disabled,omitzero"`
	DomainsEnrollmentModes rest.Optional[[]string] `json:"domains_enrollment_modes,omitzero"`
	CreatorRole            rest.Optional[string]   `json:"creator_role,omitzero"`
	DomainsDefaultRole     rest.Optional[string]   `json:"domains_default_role,omitzero"`
}

// ManualInvitation is the way into an organization that every domain of one has, whether the instance's settings list it or not.
const ManualInvitation = "manual_invitation"

func newOrganizationSettings(t *rest.Transport, roles *OrganizationRoles) *Settings[OrganizationSettings, UpdateOrganizationSettingsParams] {
	return &Settings[OrganizationSettings, UpdateOrganizationSettingsParams]{&settings[OrganizationSettings, UpdateOrganizationSettingsParams]{
		t: t, path: []string{"instance", "organization_settings"},
		always: map[string][]string{"domains_enrollment_modes": {ManualInvitation}},
		body: func(ctx context.Context, p UpdateOrganizationSettingsParams) (any, error) {
			body := struct {
				UpdateOrganizationSettingsParams
				CreatorRoleID        rest.Optional[string] `json:"creator_role_id,omitzero"`
				DomainsDefaultRoleID rest.Optional[string] `json:"domains_default_role_id,omitzero"`
			}{UpdateOrganizationSettingsParams: p}
			body.CreatorRole, body.DomainsDefaultRole = rest.Optional[string]{}, rest.Optional[string]{}
			for _, role := range []struct {
				field string
				key   rest.Optional[string]
				id    *rest.Optional[string]
			}{{"creator_role", p.CreatorRole, &body.CreatorRoleID}, {"domains_default_role", p.DomainsDefaultRole, &body.DomainsDefaultRoleID}} {
				if role.key.IsZero() {
					continue
				}
				ids, err := roles.IDs(ctx, []string{role.key.Or("")})
				if err != nil {
					return nil, &RoleError{role.field, err}
				}
				*role.id = rest.Value(ids[0])
			}
			return body, nil
		},
	}}
}

// RoleError is the error of a lookup of the role that a field names.
type RoleError struct {
	Field string
	err   error
}

func (e *RoleError) Error() string { return e.err.Error() }
func (e *RoleError) Unwrap() error { return e.err }

// InstanceProtect are the settings of Clerk Protect: /instance/protect.
type InstanceProtect struct {
	rest.Answered
	RulesEnabled   bool `json:"rules_enabled"`
	SpecterEnabled bool `json:"specter_enabled"`
	ChecksBypassed bool `json:"checks_bypassed"`
}

// UpdateInstanceProtectParams are the fields of PATCH /instance/protect.
type UpdateInstanceProtectParams struct {
	RulesEnabled   rest.Optional[bool] `json:"rules_enabled,omitzero"`
	SpecterEnabled rest.Optional[bool] `json:"specter_enabled,omitzero"`
}

// InstanceCommunication says to which countries Clerk sends no text message: /instance/communication.
type InstanceCommunication struct {
	rest.Answered
	BlockedCountryCodes []string `json:"blocked_country_codes"` // ISO 3166-1 alpha-2
}

// UpdateInstanceCommunicationParams are the fields of PATCH /instance/communication. The codes replace those that there are.
type UpdateInstanceCommunicationParams struct {
	BlockedCountryCodes rest.Optional[[]string] `json:"blocked_country_codes,omitzero"`
}

// OAuthApplicationSettings hold for all OAuth applications of the instance: /instance/oauth_application_settings.
type OAuthApplicationSettings struct {
	rest.Answered
	DynamicOAuthClientRegistration bool      `json:"dynamic_oauth_client_registration"`
	DefaultScopes                  *[]string `json:"default_scopes"` // null is Clerk's own
	OAuthJWTAccessTokens           bool      `json:"oauth_jwt_access_tokens"`
	CIMDAdvertised                 bool      `json:"client_id_metadata_documents_advertised"`
	CIMDOnlyPreRegistered          bool      `json:"client_id_metadata_documents_only_allow_pre_registered_clients"`
	CIMDBlockImplicitlyAllowed     bool      `json:"client_id_metadata_documents_block_implicitly_allowed_clients"`
}

// UpdateOAuthApplicationSettingsParams are the fields of PATCH /instance/oauth_application_settings.
type UpdateOAuthApplicationSettingsParams struct {
	DynamicOAuthClientRegistration rest.Optional[bool]     `json:"dynamic_oauth_client_registration,omitzero"`
	DefaultScopes                  rest.Optional[[]string] `json:"default_scopes,omitzero"` // null brings Clerk's own back
	OAuthJWTAccessTokens           rest.Optional[bool]     `json:"oauth_jwt_access_tokens,omitzero"`
	CIMDAdvertised                 rest.Optional[bool]     `json:"client_id_metadata_documents_advertised,omitzero"`
	CIMDOnlyPreRegistered          rest.Optional[bool]     `json:"client_id_metadata_documents_only_allow_pre_registered_clients,omitzero"`
	CIMDBlockImplicitlyAllowed     rest.Optional[bool]     `json:"client_id_metadata_documents_block_implicitly_allowed_clients,omitzero"`
}
