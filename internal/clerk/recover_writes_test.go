package clerk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// targets are the objects that a test writes to.
type targets struct {
	user, email, phone, wallet, template, redirect, session, signIn, actor  string
	organization, domain, membership, permission, role, roleSet, invitation string
	allowed, blocked, invited, satellite, waiting                           string
	machine, other, apiKey, token, application, connection, directory       string
	agentTask, link                                                         string
}

// begin makes one of each.
func (l *local) begin() (at targets) {
	l.t.Helper()
	c, ctx := l.client(), l.t.Context()
	p := full()
	p.FirstName, p.Banned, p.Locked = rest.Value("Augusta"), rest.Optional[bool]{}, rest.Optional[bool]{}
	u, err := c.Users.Create(ctx, p)
	if err != nil {
		l.t.Fatal(err)
	}
	at.user, at.email, at.phone, at.wallet = u.ID, u.EmailAddresses[1].ID, u.PhoneNumbers[0].ID, u.Web3Wallets[0].ID
	template, err := c.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{Name: "a", Claims: []byte(`{}`)})
	if err != nil {
		l.t.Fatal(err)
	}
	redirect, err := c.RedirectURLs.Create(ctx, clerk.CreateRedirectURLParams{URL: "my-app://a"})
	if err != nil {
		l.t.Fatal(err)
	}
	satellite, err := c.Domains.Create(ctx, clerk.CreateDomainParams{Name: "satellite.example.com", IsSatellite: true})
	if err != nil {
		l.t.Fatal(err)
	}
	at.satellite = satellite.ID
	for list, id := range map[*clerk.IdentifierList]*string{c.Allowlist: &at.allowed, c.Blocklist: &at.blocked} {
		listed, err := list.Create(ctx, clerk.CreateListedIdentifierParams{Identifier: "*@example.com"})
		if err != nil {
			l.t.Fatal(err)
		}
		*id = listed.ID
	}
	invited, err := c.Invitations.Create(ctx, clerk.CreateInvitationParams{EmailAddress: "grace@example.com"})
	if err != nil {
		l.t.Fatal(err)
	}
	if err := c.SvixApp.Create(ctx); err != nil {
		l.t.Fatal(err)
	}
	at.invited, at.waiting = invited.ID, l.waiting("byron@example.com").ID
	permission, err := c.OrganizationPermissions.Create(ctx, clerk.OrganizationPermissionParams{Key: rest.Value("org:a:a"), Name: rest.Value("A")})
	if err != nil {
		l.t.Fatal(err)
	}
	role, err := c.OrganizationRoles.Create(ctx, clerk.OrganizationRoleParams{Key: rest.Value("org:a"), Name: rest.Value("A")})
	if err != nil {
		l.t.Fatal(err)
	}
	set, err := c.RoleSets.Create(ctx, aRoleSet("role_set:a"))
	if err != nil {
		l.t.Fatal(err)
	}
	at.permission, at.role, at.roleSet = permission.ID, role.ID, set.ID
	session, err := c.Sessions.Create(ctx, clerk.CreateSessionParams{UserID: u.ID})
	if err != nil {
		l.t.Fatal(err)
	}
	signIn, err := c.SignInTokens.Create(ctx, clerk.CreateSignInTokenParams{UserID: u.ID})
	if err != nil {
		l.t.Fatal(err)
	}
	actor, err := c.ActorTokens.Create(ctx, clerk.CreateActorTokenParams{UserID: u.ID, Actor: []byte(`{"sub":"support"}`)})
	if err != nil {
		l.t.Fatal(err)
	}
	organization, err := c.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Acme", Slug: rest.Value("acme"), PublicMetadata: []byte(`{"plan":{"seats":3}}`)})
	if err != nil {
		l.t.Fatal(err)
	}
	domain, err := c.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{
		OrganizationID: organization.ID, Name: "example.com", EnrollmentMode: "manual_invitation",
	})
	if err != nil {
		l.t.Fatal(err)
	}
	membership, err := c.OrganizationMemberships.Create(ctx, clerk.CreateMembershipParams{
		OrganizationID: organization.ID, UserID: u.ID, Role: "org:member", PublicMetadata: []byte(`{"plan":{"seats":3}}`),
	})
	if err != nil {
		l.t.Fatal(err)
	}
	invitation, err := c.OrganizationInvitations.Create(ctx, clerk.CreateOrganizationInvitationParams{
		OrganizationID: organization.ID, EmailAddress: "grace@example.com", Role: "org:member",
	})
	if err != nil {
		l.t.Fatal(err)
	}
	at.machine, at.other, at.application = l.machine("a"), l.machine("b"), l.oauthApplication("a")
	at.connection = l.connection("a")
	at.directory = l.directory(at.connection, "a")
	if _, err := c.Directories.Update(ctx, at.directory, clerk.UpdateDirectoryParams{GroupRoleMappingEnabled: rest.Value(true)}); err != nil {
		l.t.Fatal(err)
	}
	key, err := c.APIKeys.Create(ctx, clerk.CreateAPIKeyParams{Subject: u.ID, Name: "reports"})
	if err != nil {
		l.t.Fatal(err)
	}
	at.apiKey, at.token = key.ID, l.token(at.machine).ID
	at.agentTask, at.link = l.agentTask(u.ID).AgentTaskID, l.link().ID
	if _, err := c.MachineScopes.Create(ctx, clerk.CreateMachineScopeParams{From: at.machine, To: at.other}); err != nil {
		l.t.Fatal(err)
	}
	at.organization, at.domain, at.membership = organization.ID, domain.ID, membership.Organization.ID+"/"+membership.User.UserID
	at.invitation = invitation.ID
	at.template, at.redirect, at.session, at.signIn, at.actor = template.ID, redirect.ID, session.ID, signIn.ID, actor.ID
	return at
}

// pixel is a picture.
var pixel = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89")

// writes are all updates and deletes, by their operation.
var writes = map[string]func(context.Context, *clerk.Client, targets) error{
	"PATCH /users/{user_id}":  func(ctx context.Context, c *clerk.Client, at targets) error { return update(ctx, c, at.user) },
	"DELETE /users/{user_id}": func(ctx context.Context, c *clerk.Client, at targets) error { return c.Users.Delete(ctx, at.user) },
	"POST /users/{user_id}/ban": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Users.Ban(ctx, at.user)
		return err
	},
	"POST /users/{user_id}/unban": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Users.Unban(ctx, at.user)
		return err
	},
	"POST /users/{user_id}/lock": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Users.Lock(ctx, at.user)
		return err
	},
	"POST /users/{user_id}/unlock": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Users.Unlock(ctx, at.user)
		return err
	},
	"PUT /users/{user_id}/metadata": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Users.ReplaceMetadata(ctx, at.user, clerk.Metadata{Public: []byte(`{"plan":"free"}`)})
		return err
	},
	"PATCH /users/{user_id}/metadata": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Users.MergeMetadata(ctx, at.user, clerk.Metadata{Private: []byte(`{"crm":null,"plan":{"name":"free"}}`)})
		return err
	},
	"POST /users/{user_id}/profile_image": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Users.SetProfileImage(ctx, at.user, "b.png", pixel)
		return err
	},
	"DELETE /users/{user_id}/profile_image": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Users.DeleteProfileImage(ctx, at.user)
		return err
	},
	"DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.Users.DeleteWeb3Wallet(ctx, at.user, at.wallet)
	},
	"DELETE /users/{user_id}/mfa": func(ctx context.Context, c *clerk.Client, at targets) error { return c.Users.DisableMFA(ctx, at.user) },
	"POST /users/{user_id}/remove_password": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Users.RemovePassword(ctx, at.user, true)
		return err
	},
	"POST /users/{user_id}/password/set_compromised": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Users.SetPasswordCompromised(ctx, at.user, true)
		return err
	},
	"PATCH /email_addresses/{email_address_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.EmailAddresses.Update(ctx, at.email, clerk.UpdateIdentifierParams{Primary: rest.Value(true)})
		return err
	},
	"DELETE /email_addresses/{email_address_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.EmailAddresses.Delete(ctx, at.email)
	},
	"PATCH /phone_numbers/{phone_number_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.PhoneNumbers.Update(ctx, at.phone, clerk.UpdateIdentifierParams{ReservedForSecondFactor: rest.Value(true)})
		return err
	},
	"DELETE /phone_numbers/{phone_number_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.PhoneNumbers.Delete(ctx, at.phone)
	},
	"PATCH /jwt_templates/{template_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.JWTTemplates.Update(ctx, at.template, clerk.JWTTemplateParams{Name: "b", Claims: []byte(`{"a":1}`)})
		return err
	},
	"DELETE /jwt_templates/{template_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.JWTTemplates.Delete(ctx, at.template)
	},
	"PATCH /domains/{domain_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Domains.Update(ctx, at.satellite, clerk.UpdateDomainParams{Name: rest.Value("b.example.com")})
		return err
	},
	"DELETE /domains/{domain_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.Domains.Delete(ctx, at.satellite)
	},
	"DELETE /redirect_urls/{id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.RedirectURLs.Delete(ctx, at.redirect)
	},
	"DELETE /allowlist_identifiers/{identifier_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.Allowlist.Delete(ctx, at.allowed)
	},
	"DELETE /blocklist_identifiers/{identifier_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.Blocklist.Delete(ctx, at.blocked)
	},
	"PATCH /organizations/{organization_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Organizations.Update(ctx, at.organization, clerk.UpdateOrganizationParams{Name: rest.Value("Globex"), Slug: rest.Value("globex")})
		return err
	},
	"PUT /organizations/{organization_id}/metadata": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Organizations.ReplaceMetadata(ctx, at.organization, clerk.Metadata{Public: []byte(`{"plan":"free"}`)})
		return err
	},
	"PATCH /organizations/{organization_id}/metadata": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Organizations.MergeMetadata(ctx, at.organization, clerk.Metadata{Public: []byte(`{"plan":{"seats":null,"name":"free"}}`)})
		return err
	},
	"PUT /organizations/{organization_id}/logo": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Organizations.SetLogo(ctx, at.organization, "b.png", pixel)
		return err
	},
	"DELETE /organizations/{organization_id}/logo": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Organizations.DeleteLogo(ctx, at.organization)
		return err
	},
	"DELETE /organizations/{organization_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.Organizations.Delete(ctx, at.organization)
	},
	"PATCH /organizations/{organization_id}/domains/{domain_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.OrganizationDomains.Update(ctx, at.organization, at.domain, "example.com", clerk.UpdateOrganizationDomainParams{
			EnrollmentMode: rest.Value("enterprise_sso"), Verified: rest.Value(false),
		})
		return err
	},
	"POST /organizations/{organization_id}/domains/{domain_id}/verify_ownership": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.OrganizationDomains.VerifyOwnership(ctx, at.organization, at.domain)
		return err
	},
	"DELETE /organizations/{organization_id}/domains/{domain_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.OrganizationDomains.Delete(ctx, at.organization, at.domain)
	},
	"PATCH /organizations/{organization_id}/memberships/{user_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.OrganizationMemberships.UpdateRole(ctx, at.membership, "org:admin")
		return err
	},
	"PATCH /organizations/{organization_id}/memberships/{user_id}/metadata": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.OrganizationMemberships.MergeMetadata(ctx, at.membership, clerk.Metadata{Public: []byte(`{"plan":{"seats":null,"name":"free"}}`)})
		return err
	},
	"DELETE /organizations/{organization_id}/memberships/{user_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.OrganizationMemberships.Delete(ctx, at.membership)
	},
	"PATCH /organization_permissions/{permission_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.OrganizationPermissions.Update(ctx, at.permission, clerk.OrganizationPermissionParams{Name: rest.Value("B")})
		return err
	},
	"DELETE /organization_permissions/{permission_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.OrganizationPermissions.Delete(ctx, at.permission)
	},
	"PATCH /organization_roles/{organization_role_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.OrganizationRoles.Update(ctx, at.role, clerk.OrganizationRoleParams{Key: rest.Value("org:b"), Permissions: rest.Value([]string{at.permission})})
		return err
	},
	"DELETE /organization_roles/{organization_role_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.OrganizationRoles.Delete(ctx, at.role)
	},
	"PATCH /role_sets/{role_set_key_or_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.RoleSets.Update(ctx, at.roleSet, clerk.UpdateRoleSetParams{Key: rest.Value("role_set:b"), DefaultRoleKey: rest.Value("org:admin")})
		return err
	},
	"POST /role_sets/{role_set_key_or_id}/roles": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.RoleSets.AddRoles(ctx, at.roleSet, []string{"org:a"})
		return err
	},
	"POST /role_sets/{role_set_key_or_id}/roles/replace": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.RoleSets.ReplaceRole(ctx, at.roleSet, "org:member", "org:admin")
		return err
	},
	"POST /role_sets/{role_set_key_or_id}/replace": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.RoleSets.Delete(ctx, at.roleSet, "role_set:a", clerk.ReplaceRoleSetParams{DestRoleSetKey: "role_set:default"})
	},
	"POST /organizations/{organization_id}/invitations/{invitation_id}/revoke": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.OrganizationInvitations.Revoke(ctx, at.organization, at.invitation)
	},
	"POST /invitations/{invitation_id}/revoke": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.Invitations.Revoke(ctx, at.invited)
	},
	"DELETE /waitlist_entries/{waitlist_entry_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.WaitlistEntries.Delete(ctx, at.waiting)
	},
	"POST /waitlist_entries/{waitlist_entry_id}/reject": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.WaitlistEntries.Reject(ctx, at.waiting)
	},
	"DELETE /webhooks/svix": func(ctx context.Context, c *clerk.Client, _ targets) error { return c.SvixApp.Delete(ctx) },
	"PATCH /machines/{machine_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Machines.Update(ctx, at.machine, clerk.UpdateMachineParams{Name: rest.Value("c"), DefaultTokenTTL: rest.Value(int64(60))})
		return err
	},
	"DELETE /machines/{machine_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.Machines.Delete(ctx, at.machine)
	},
	"DELETE /machines/{machine_id}/scopes/{other_machine_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.MachineScopes.Delete(ctx, at.machine+"/"+at.other)
	},
	"PATCH /api_keys/{apiKeyID}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.APIKeys.Update(ctx, at.apiKey, clerk.UpdateAPIKeyParams{Description: rest.Value("d"), Scopes: rest.Value([]string{"a"}), Claims: []byte(`{"a":1}`)})
		return err
	},
	"DELETE /api_keys/{apiKeyID}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.APIKeys.Delete(ctx, at.apiKey)
	},
	"POST /api_keys/{apiKeyID}/revoke": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.APIKeys.Revoke(ctx, at.apiKey)
	},
	"POST /m2m_tokens/{m2m_token_id}/revoke": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.M2MTokens.Revoke(ctx, at.token)
	},
	"POST /agents/tasks/{agent_task_id}/revoke": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.AgentTasks.Revoke(ctx, at.agentTask)
	},
	"POST /admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.AdminPortalLinkTokens.Revoke(ctx, at.link)
	},
	"PATCH /instance": func(ctx context.Context, c *clerk.Client, _ targets) error {
		return c.Instance.Update(ctx, clerk.UpdateInstanceParams{AllowedOrigins: rest.Value([]string{"https://app.example.com"})})
	},
	"PATCH /instance/restrictions": func(ctx context.Context, c *clerk.Client, _ targets) error {
		_, err := c.Restrictions.Update(ctx, clerk.UpdateInstanceRestrictionsParams{Allowlist: rest.Value(true)})
		return err
	},
	"PATCH /beta_features/instance_settings": func(ctx context.Context, c *clerk.Client, _ targets) error {
		_, err := c.BetaSettings.Update(ctx, clerk.UpdateBetaSettingsParams{ProgressiveSignUp: rest.Value(true)})
		return err
	},
	"PATCH /instance/organization_settings": func(ctx context.Context, c *clerk.Client, _ targets) error {
		_, err := c.OrganizationSettings.Update(ctx, clerk.UpdateOrganizationSettingsParams{CreatorRole: rest.Value("org:admin"), MaxAllowedMemberships: rest.Value(int64(7))})
		return err
	},
	"PATCH /instance/protect": func(ctx context.Context, c *clerk.Client, _ targets) error {
		_, err := c.Protect.Update(ctx, clerk.UpdateInstanceProtectParams{RulesEnabled: rest.Value(true)})
		return err
	},
	"PATCH /instance/communication": func(ctx context.Context, c *clerk.Client, _ targets) error {
		_, err := c.Communication.Update(ctx, clerk.UpdateInstanceCommunicationParams{BlockedCountryCodes: rest.Value([]string{"DE"})})
		return err
	},
	"PATCH /instance/oauth_application_settings": func(ctx context.Context, c *clerk.Client, _ targets) error {
		_, err := c.OAuthSettings.Update(ctx, clerk.UpdateOAuthApplicationSettingsParams{DefaultScopes: rest.Value([]string{"email"})})
		return err
	},
	"PATCH /enterprise_connections/{enterprise_connection_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.EnterpriseConnections.Update(ctx, at.connection, clerk.UpdateEnterpriseConnectionParams{Name: rest.Value("b"), SAML: &clerk.SAMLParams{ForceAuthn: rest.Value(true)}})
		return err
	},
	"DELETE /enterprise_connections/{enterprise_connection_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.EnterpriseConnections.Delete(ctx, at.connection)
	},
	"PATCH /directories/{directory_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Directories.Update(ctx, at.directory, clerk.UpdateDirectoryParams{Name: rest.Value("b"), Enabled: rest.Value(false)})
		return err
	},
	"PUT /directories/{directory_id}/group_role_mappings": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.Directories.ReplaceGroupRoleMappings(ctx, at.directory, []clerk.GroupRoleMapping{{GroupID: "everyone", RoleKey: "org:member"}})
		return err
	},
	"DELETE /directories/{directory_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.Directories.Delete(ctx, at.directory)
	},
	"PATCH /oauth_applications/{oauth_application_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.OAuthApplications.Update(ctx, at.application, clerk.UpdateOAuthApplicationParams{Scopes: rest.Value("email"), RedirectURIs: rest.Value([]string{"my-app://a"})})
		return err
	},
	"PUT /oauth_applications/{oauth_application_id}/logo": func(ctx context.Context, c *clerk.Client, at targets) error {
		_, err := c.OAuthApplications.SetLogo(ctx, at.application, "a.png", pixel)
		return err
	},
	"DELETE /oauth_applications/{oauth_application_id}": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.OAuthApplications.Delete(ctx, at.application)
	},
	"POST /sessions/{session_id}/revoke": func(ctx context.Context, c *clerk.Client, at targets) error { return c.Sessions.End(ctx, at.session) },
	"POST /sign_in_tokens/{sign_in_token_id}/revoke": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.SignInTokens.Revoke(ctx, at.signIn)
	},
	"POST /actor_tokens/{actor_token_id}/revoke": func(ctx context.Context, c *clerk.Client, at targets) error {
		return c.ActorTokens.Revoke(ctx, at.actor)
	},
}

func TestAWriteWhoseAnswerIsLostIsRepeatedAndIsTheSame(t *testing.T) {
	t.Parallel()
	for operation, write := range writes {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			var want string
			for _, kind := range []string{"", "reset", "502", "lost", "lost_502", "late"} {
				inMadeUpTime(t, func(t *testing.T, l *local) {
					at := l.begin()
					if prepare, ok := writes[first[operation]]; ok {
						if err := prepare(t.Context(), l.client(), at); err != nil {
							t.Fatal(err)
						}
					}
					before := l.holding()
					if kind != "" {
						l.lose(operation, kind, 1)
					}
					if err := write(t.Context(), l.client(), at); err != nil {
						t.Errorf("%s: %v", kind, err)
					}
					// The work of the late one is done after a request.
					if _, err := l.client().Instance.Get(t.Context()); err != nil {
						t.Error(err)
					}
					got := l.holding()
					if kind == "" {
						if want = got; want == before {
							t.Error("it changes nothing, so nothing is shown here")
						}
					}
					if got != want {
						t.Errorf("%s: Clerk holds\n%s\nnot\n%s", kind, got, want)
					}
				})
			}
		})
	}
}

// first are the writes before those that undo them.
var first = map[string]string{
	"POST /users/{user_id}/unban":                  "POST /users/{user_id}/ban",
	"POST /users/{user_id}/unlock":                 "POST /users/{user_id}/lock",
	"DELETE /users/{user_id}/profile_image":        "POST /users/{user_id}/profile_image",
	"DELETE /organizations/{organization_id}/logo": "PUT /organizations/{organization_id}/logo",
}

func TestWhatWasTakenIsLoggedAndNeverReadFromAList(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		var ids []string
		entries, _ := logged(t, func(ctx context.Context) {
			for _, name := range []string{"countess", "augusta"} {
				l.lose("POST /users", "lost", 1)
				u, err := c.Users.Create(ctx, clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value(name)}})
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, u.ID)
			}
		})
		taken := []string{}
		for _, e := range entries {
			if e["@message"] == "took the object that a request whose answer was lost had made" && e["@level"] == "info" && e["path"] == "/users" {
				taken = append(taken, fmt.Sprint(e["id"]))
			}
		}
		if !slices.Equal(taken, ids) {
			t.Errorf("logged %v, took %v", taken, ids)
		}
		lists := l.Stats().ByOperation["GET /users"]
		var together errgroup.Group
		for _, id := range ids {
			together.Go(func() error { _, err := c.Users.Get(t.Context(), id); return err })
		}
		synctest.Wait()
		if err := together.Wait(); err != nil || l.Stats().ByOperation["GET /users"] != lists {
			t.Errorf("read from a list: %v", err)
		}
	})
}
