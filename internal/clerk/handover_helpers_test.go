package clerk_test

import (
	"context"
	"errors"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// unique is a value that one object of an instance can have.
type unique struct {
	// has makes an object with the value, or with another one.
	has func(ctx context.Context, c *clerk.Client, value string) (id string, err error)
	// gives updates or deletes an object, so that it has the value no more.
	gives map[string]func(ctx context.Context, c *clerk.Client, id string) error
	// takes updates an object, so that it has the value; nil if there is no such update.
	takes func(ctx context.Context, c *clerk.Client, id, value string) error
	// once says that it mails somebody, and so is not sent again when its answer is lost.
	once bool
}

func account(set func(*clerk.Account, string)) unique {
	made := func(value string) (a clerk.Account) { set(&a, value); return a }
	update := func(ctx context.Context, c *clerk.Client, id, value string) error {
		_, err := c.Users.Update(ctx, id, clerk.UpdateUserParams{Account: made(value)})
		return err
	}
	return unique{
		has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
			return idOf(c.Users.Create(ctx, clerk.CreateUserParams{Account: made(value)}))
		},
		gives: map[string]func(context.Context, *clerk.Client, string) error{
			"update": func(ctx context.Context, c *clerk.Client, id string) error { return update(ctx, c, id, "nobodys") },
			"delete": func(ctx context.Context, c *clerk.Client, id string) error { return c.Users.Delete(ctx, id) },
		},
		takes: update,
	}
}

func idOf(u *clerk.User, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return u.ID, nil
}

// uniques are the values that objects can hand over.
func uniques() map[string]unique {
	template := func(name string) clerk.JWTTemplateParams {
		return clerk.JWTTemplateParams{Name: name, Claims: []byte(`{}`)}
	}
	rename := func(ctx context.Context, c *clerk.Client, id, name string) error {
		_, err := c.JWTTemplates.Update(ctx, id, template(name))
		return err
	}
	reslug := func(ctx context.Context, c *clerk.Client, id, slug string) error {
		_, err := c.Organizations.Update(ctx, id, clerk.UpdateOrganizationParams{Slug: rest.Value(slug)})
		return err
	}
	return map[string]unique{
		"username":    account(func(a *clerk.Account, v string) { a.Username = rest.Value(v) }),
		"external id": account(func(a *clerk.Account, v string) { a.ExternalID = rest.Value(v) }),
		"template's name": {
			has: func(ctx context.Context, c *clerk.Client, name string) (string, error) {
				made, err := c.JWTTemplates.Create(ctx, template(name))
				if err != nil {
					return "", err
				}
				return made.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"update": func(ctx context.Context, c *clerk.Client, id string) error { return rename(ctx, c, id, "nobodys") },
				"delete": func(ctx context.Context, c *clerk.Client, id string) error { return c.JWTTemplates.Delete(ctx, id) },
			},
			takes: rename,
		},
		"organization's slug": {
			has: func(ctx context.Context, c *clerk.Client, slug string) (string, error) {
				made, err := c.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Acme", Slug: rest.Value(slug)})
				if err != nil {
					return "", err
				}
				return made.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"update": func(ctx context.Context, c *clerk.Client, id string) error { return reslug(ctx, c, id, "nobodys") },
				"delete": func(ctx context.Context, c *clerk.Client, id string) error { return c.Organizations.Delete(ctx, id) },
			},
			takes: reslug,
		},
		"role's key": {
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				made, err := c.OrganizationRoles.Create(ctx, aRole("org:"+value))
				if err != nil {
					return "", err
				}
				return made.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"update": func(ctx context.Context, c *clerk.Client, id string) error { return renameRole(ctx, c, id, "nobodys") },
				"delete": func(ctx context.Context, c *clerk.Client, id string) error {
					return c.OrganizationRoles.Delete(ctx, id)
				},
			},
			takes: renameRole,
		},
		"permission's key": {
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				made, err := c.OrganizationPermissions.Create(ctx, aPermission("org:parts:"+value))
				if err != nil {
					return "", err
				}
				return made.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"update": func(ctx context.Context, c *clerk.Client, id string) error {
					return renamePermission(ctx, c, id, "nobodys")
				},
				"delete": func(ctx context.Context, c *clerk.Client, id string) error {
					return c.OrganizationPermissions.Delete(ctx, id)
				},
			},
			takes: renamePermission,
		},
		"role set's key": {
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				made, err := c.RoleSets.Create(ctx, aRoleSet("role_set:"+value))
				if err != nil {
					return "", err
				}
				return made.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"update": func(ctx context.Context, c *clerk.Client, id string) error {
					return renameRoleSet(ctx, c, id, "nobodys")
				},
				"delete": func(ctx context.Context, c *clerk.Client, id string) error {
					return c.RoleSets.Delete(ctx, id, "role_set:grace", clerk.ReplaceRoleSetParams{DestRoleSetKey: "role_set:default"})
				},
			},
			takes: renameRoleSet,
		},
		"wallet": { // which Clerk adds only when it creates a user
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				return idOf(c.Users.Create(ctx, clerk.CreateUserParams{Web3Wallets: []string{"0x" + value}}))
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"disconnect": func(ctx context.Context, c *clerk.Client, id string) error {
					u, err := c.Users.Get(ctx, id)
					if err != nil {
						return err
					}
					return c.Users.DeleteWeb3Wallet(ctx, id, u.Web3Wallets[0].ID)
				},
				"delete": func(ctx context.Context, c *clerk.Client, id string) error { return c.Users.Delete(ctx, id) },
			},
		},
		"redirect URL": {
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				made, err := c.RedirectURLs.Create(ctx, clerk.CreateRedirectURLParams{URL: "my-app://" + value})
				if err != nil {
					return "", err
				}
				return made.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"delete": func(ctx context.Context, c *clerk.Client, id string) error { return c.RedirectURLs.Delete(ctx, id) },
			},
		},
		"blocked identifier": {
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				made, err := c.Blocklist.Create(ctx, clerk.CreateListedIdentifierParams{Identifier: value + "@example.com"})
				if err != nil {
					return "", err
				}
				return made.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"delete": func(ctx context.Context, c *clerk.Client, id string) error { return c.Blocklist.Delete(ctx, id) },
			},
		},
		"domain's name": {
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				o, err := c.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Of " + value})
				if err != nil {
					return "", err
				}
				d, err := c.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{
					OrganizationID: o.ID, Name: value + ".example.com", EnrollmentMode: "manual_invitation",
				})
				if err != nil {
					return "", err
				}
				return d.OrganizationID + "/" + d.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"delete": func(ctx context.Context, c *clerk.Client, id string) error {
					organization, own, _ := strings.Cut(id, "/")
					return c.OrganizationDomains.Delete(ctx, organization, own)
				},
				"update": func(ctx context.Context, c *clerk.Client, id string) error {
					organization, own, _ := strings.Cut(id, "/")
					_, err := c.OrganizationDomains.Update(ctx, organization, own, "", clerk.UpdateOrganizationDomainParams{Verified: rest.Value(false)})
					return err
				},
				"delete of its organization": func(ctx context.Context, c *clerk.Client, id string) error {
					organization, _, _ := strings.Cut(id, "/")
					return c.Organizations.Delete(ctx, organization)
				},
			},
		},
		"membership": {
			has: func(ctx context.Context, c *clerk.Client, name string) (string, error) {
				user, err := c.Users.Find(ctx, clerk.ByUsername, name)
				if err == nil && len(user) == 0 {
					_, err = c.Users.Create(ctx, clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value(name)}})
					if err == nil {
						user, err = c.Users.Find(ctx, clerk.ByUsername, name)
					}
				}
				organization, missing := c.Organizations.Find(ctx, "acme")
				if errors.Is(missing, clerk.ErrNoOrganization) {
					organization, missing = c.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Acme", Slug: rest.Value("acme")})
				}
				if err = errors.Join(err, missing); err != nil {
					return "", err
				}
				m, err := c.OrganizationMemberships.Create(ctx, clerk.CreateMembershipParams{OrganizationID: organization.ID, UserID: user[0].ID, Role: "org:member"})
				if err != nil {
					return "", err
				}
				return m.Organization.ID + "/" + m.User.UserID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"delete": func(ctx context.Context, c *clerk.Client, id string) error {
					return c.OrganizationMemberships.Delete(ctx, id)
				},
			},
		},
		"address that is invited to sign up": {
			once: true,
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				i, err := c.Invitations.Create(ctx, clerk.CreateInvitationParams{EmailAddress: value + "@example.com"})
				if err != nil {
					return "", err
				}
				return i.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"delete": func(ctx context.Context, c *clerk.Client, id string) error { return c.Invitations.Revoke(ctx, id) },
			},
		},
		"address on the waitlist": {
			once: true,
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				e, err := c.WaitlistEntries.Create(ctx, clerk.CreateWaitlistEntryParams{EmailAddress: value + "@example.com"})
				if err != nil {
					return "", err
				}
				return e.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"delete": func(ctx context.Context, c *clerk.Client, id string) error { return c.WaitlistEntries.Delete(ctx, id) },
			},
		},
		"invited address": {
			once: true,
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				o, err := c.Organizations.Find(ctx, "acme")
				if errors.Is(err, clerk.ErrNoOrganization) {
					o, err = c.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Acme", Slug: rest.Value("acme")})
				}
				if err != nil {
					return "", err
				}
				i, err := c.OrganizationInvitations.Create(ctx, invitationOf(o.ID, value+"@example.com"))
				if err != nil {
					return "", err
				}
				return i.OrganizationID + "/" + i.ID, nil
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"delete": func(ctx context.Context, c *clerk.Client, id string) error {
					organization, own, _ := strings.Cut(id, "/")
					return c.OrganizationInvitations.Revoke(ctx, organization, own)
				},
			},
		},
		"email address": {
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				return idOf(c.Users.Create(ctx, clerk.CreateUserParams{EmailAddresses: []string{value + "@example.com"}}))
			},
			gives: map[string]func(context.Context, *clerk.Client, string) error{
				"update": func(ctx context.Context, c *clerk.Client, id string) error {
					u, err := c.Users.Current(ctx, id)
					if err != nil {
						return err
					}
					return c.EmailAddresses.Delete(ctx, u.EmailAddresses[0].ID)
				},
				"delete": func(ctx context.Context, c *clerk.Client, id string) error { return c.Users.Delete(ctx, id) },
			},
			takes: func(ctx context.Context, c *clerk.Client, id, value string) error {
				_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: id, EmailAddress: value + "@example.com", Verified: rest.Value(true)})
				return err
			},
		},
	}
}

func renameRoleSet(ctx context.Context, c *clerk.Client, id, value string) error {
	_, err := c.RoleSets.Update(ctx, id, clerk.UpdateRoleSetParams{Key: rest.Value("role_set:" + value)})
	return err
}

func renamePermission(ctx context.Context, c *clerk.Client, id, value string) error {
	_, err := c.OrganizationPermissions.Update(ctx, id, clerk.OrganizationPermissionParams{Key: rest.Value("org:parts:" + value)})
	return err
}

func renameRole(ctx context.Context, c *clerk.Client, id, value string) error {
	_, err := c.OrganizationRoles.Update(ctx, id, clerk.OrganizationRoleParams{Key: rest.Value("org:" + value)})
	return err
}
