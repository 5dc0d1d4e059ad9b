// Package clerk is a client for Clerk's Backend API, version 2026-05-12.
//
// Each area of the API has a file and a field of Client. What they share is in package rest, whose transport escapes the segments of
// paths, distinguishes fields that are absent, null or set, keeps the status of each error, waits for rate limits, and repeats only
// requests that are safe to repeat.
package clerk

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Client is a client for one Clerk instance. It is safe for concurrent use.
type Client struct {
	Users                   *Users
	EmailAddresses          *EmailAddresses
	PhoneNumbers            *PhoneNumbers
	JWTTemplates            *JWTTemplates
	RedirectURLs            *RedirectURLs
	Invitations             *Invitations
	Domains                 *Domains
	WaitlistEntries         *WaitlistEntries
	SvixApp                 *SvixApp
	Allowlist               *IdentifierList
	Blocklist               *IdentifierList
	Sessions                *Sessions
	Instance                *Instances
	BetaSettings            *Settings[BetaSettings, UpdateBetaSettingsParams]
	Restrictions            *Settings[InstanceRestrictions, UpdateInstanceRestrictionsParams]
	OrganizationSettings    *Settings[OrganizationSettings, UpdateOrganizationSettingsParams]
	Protect                 *Settings[InstanceProtect, UpdateInstanceProtectParams]
	Communication           *Settings[InstanceCommunication, UpdateInstanceCommunicationParams]
	OAuthSettings           *Settings[OAuthApplicationSettings, UpdateOAuthApplicationSettingsParams]
	Organizations           *Organizations
	OrganizationDomains     *OrganizationDomains
	OrganizationInvitations *OrganizationInvitations
	OrganizationMemberships *OrganizationMemberships
	OrganizationPermissions *OrganizationPermissions
	OrganizationRoles       *OrganizationRoles
	RoleSets                *RoleSets
	OAuthApplications       *OAuthApplications
	Machines                *Machines
	EnterpriseConnections   *EnterpriseConnections
	Directories             *Directories
	MachineScopes           *MachineScopes
	APIKeys                 *APIKeys
	M2MTokens               *M2MTokens
	AdminPortalLinkTokens   *AdminPortalLinkTokens
	AgentTasks              *AgentTasks
	SignInTokens            *SignInTokens
	ActorTokens             *ActorTokens
	TestingTokens           *TestingTokens

	// Undeleted has the addresses, and UndeletedMembers the memberships, that this client could not delete yet.
	Undeleted, UndeletedMembers Undeleted

	t *rest.Transport
}

// New returns a client, or a *ConfigError naming the field that is wrong.
// It sends nothing.
func New(cfg rest.Config) (*Client, error) {
	t, err := rest.New(cfg)
	if err != nil {
		return nil, err
	}
	users, organizations := newUsers(t, !cfg.SingleReads), newOrganizations(t, !cfg.SingleReads)
	roles := newOrganizationRoles(t, !cfg.SingleReads)
	roleSets := newRoleSets(t, !cfg.SingleReads, roles, organizations)
	organizations.roleSets = roleSets
	machines := newMachines(t, !cfg.SingleReads)
	return &Client{
		Users:                   users,
		EmailAddresses:          newEmailAddresses(users, !cfg.SingleReads),
		PhoneNumbers:            newPhoneNumbers(users, !cfg.SingleReads),
		JWTTemplates:            newJWTTemplates(t, !cfg.SingleReads),
		RedirectURLs:            newRedirectURLs(t, !cfg.SingleReads),
		Invitations:             newInvitations(t, !cfg.SingleReads),
		Domains:                 newDomains(t, !cfg.SingleReads),
		WaitlistEntries:         newWaitlistEntries(t, !cfg.SingleReads),
		SvixApp:                 &SvixApp{t},
		Allowlist:               newAllowlist(t, !cfg.SingleReads),
		Blocklist:               newBlocklist(t, !cfg.SingleReads),
		Sessions:                &Sessions{t},
		Instance:                &Instances{t},
		BetaSettings:            newSettings[BetaSettings, UpdateBetaSettingsParams](t, []string{"beta_features", "instance_settings"}, true),
		Restrictions:            newSettings[InstanceRestrictions, UpdateInstanceRestrictionsParams](t, []string{"instance", "restrictions"}, true),
		OrganizationSettings:    newOrganizationSettings(t, roles),
		Protect:                 newSettings[InstanceProtect, UpdateInstanceProtectParams](t, []string{"instance", "protect"}, false),
		Communication:           newSettings[InstanceCommunication, UpdateInstanceCommunicationParams](t, []string{"instance", "communication"}, false),
		OAuthSettings:           newSettings[OAuthApplicationSettings, UpdateOAuthApplicationSettingsParams](t, []string{"instance", "oauth_application_settings"}, false),
		Organizations:           organizations,
		OrganizationDomains:     newOrganizationDomains(t, !cfg.SingleReads),
		OrganizationInvitations: newOrganizationInvitations(t, !cfg.SingleReads, roles),
		OrganizationMemberships: newOrganizationMemberships(t, !cfg.SingleReads, roles),
		OrganizationPermissions: newOrganizationPermissions(t, !cfg.SingleReads),
		OrganizationRoles:       roles,
		RoleSets:                roleSets,
		OAuthApplications:       newOAuthApplications(t, !cfg.SingleReads),
		Machines:                machines,
		Directories:             newDirectories(t, !cfg.SingleReads, roles),
		EnterpriseConnections:   newEnterpriseConnections(t, !cfg.SingleReads),
		MachineScopes:           &MachineScopes{machines, t},
		APIKeys:                 newAPIKeys(t, !cfg.SingleReads),
		M2MTokens:               &M2MTokens{t},
		AdminPortalLinkTokens:   &AdminPortalLinkTokens{t},
		AgentTasks:              &AgentTasks{t},
		SignInTokens:            &SignInTokens{t},
		ActorTokens:             &ActorTokens{t},
		TestingTokens:           &TestingTokens{t},
		Undeleted:               Undeleted{IsLast: IsLastAddress},
		UndeletedMembers:        Undeleted{IsLast: IsLastAdmin},
		t:                       t,
	}, nil
}

// Environment returns the type of the instance according to the secret key: "development" or "production".
func (c *Client) Environment() string { return c.t.Environment }

// Throttled returns how much Clerk's rate limits have slowed the client down so far.
func (c *Client) Throttled() rest.Throttling { return c.t.Throttled() }

// Operation returns a context for the requests of one update or delete of the object with the id. Until end is called, writes that
// were refused a unique value wait for this operation, which may give it up. end carries out what was postponed, as far as this
// operation has cleared the way for it.
func (c *Client) Operation(ctx context.Context, id string) (operating context.Context, end func()) {
	return c.t.Operation(ctx, id)
}
