package clerk_test

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var usersArea = tested(area{
	name: "users",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.Users.Create(ctx, clerk.CreateUserParams{Account: clerk.Account{ExternalID: rest.Value(name)}}))
	},
	seed: func(ctx context.Context, c *clerk.Client, _ ids, _ string) (string, error) {
		p := full()
		p.FirstName, p.Banned, p.Locked = rest.Value("Augusta"), rest.Optional[bool]{}, rest.Optional[bool]{}
		return idOf(c.Users.Create(ctx, p))
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) { return c.Users.Get(ctx, id) },
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.Users.List(ctx, clerk.UserFilter{}))
	},
	writes: map[string]call{
		"PATCH /users/{user_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) { return nil, update(ctx, c, at.id) },
		"DELETE /users/{user_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.Users.Delete(ctx, at.id)
		},
		"POST /users/{user_id}/ban":    func(ctx context.Context, c *clerk.Client, at target) (any, error) { return c.Users.Ban(ctx, at.id) },
		"POST /users/{user_id}/unban":  func(ctx context.Context, c *clerk.Client, at target) (any, error) { return c.Users.Unban(ctx, at.id) },
		"POST /users/{user_id}/lock":   func(ctx context.Context, c *clerk.Client, at target) (any, error) { return c.Users.Lock(ctx, at.id) },
		"POST /users/{user_id}/unlock": func(ctx context.Context, c *clerk.Client, at target) (any, error) { return c.Users.Unlock(ctx, at.id) },
		"PUT /users/{user_id}/metadata": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Users.ReplaceMetadata(ctx, at.id, clerk.Metadata{Public: []byte(`{"plan":"free"}`)})
		},
		"PATCH /users/{user_id}/metadata": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Users.MergeMetadata(ctx, at.id, clerk.Metadata{Private: []byte(`{"crm":null,"plan":{"name":"free"}}`)})
		},
		"POST /users/{user_id}/profile_image": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Users.SetProfileImage(ctx, at.id, "b.png", pixel)
		},
		"DELETE /users/{user_id}/profile_image": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Users.DeleteProfileImage(ctx, at.id)
		},
		"DELETE /users/{user_id}/mfa": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.Users.DisableMFA(ctx, at.id)
		},
		"POST /users/{user_id}/remove_password": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Users.RemovePassword(ctx, at.id, true)
		},
		"POST /users/{user_id}/password/set_compromised": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Users.SetPasswordCompromised(ctx, at.id, true)
		},
	},
	after: map[string]string{
		"POST /users/{user_id}/unban":           "POST /users/{user_id}/ban",
		"POST /users/{user_id}/unlock":          "POST /users/{user_id}/lock",
		"DELETE /users/{user_id}/profile_image": "POST /users/{user_id}/profile_image",
	},
	again: map[string]call{
		"GET /users/{user_id}/organization_memberships?limit=500": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return rest.Collect(c.Users.OrganizationMemberships(ctx, at.id))
		},
		"GET /users/{user_id}/oauth_access_tokens/{provider}?limit=500&paginated=true": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return rest.Collect(c.Users.OAuthAccessTokens(ctx, at.parent(), at.own()))
		},
	},
	once: map[string]call{
		"POST /users/{user_id}/verify_password": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Users.VerifyPassword(ctx, at.id, "correct horse battery")
		},
		"POST /users/{user_id}/verify_totp": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Users.VerifyTOTP(ctx, at.id, "123456")
		},
	},
	limited: []string{"PATCH /users/{user_id}"},
	recovered: map[string]recovered{
		"a user with an email address":  aUserWith(clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}}),
		"a user with a reserved number": aUserWith(clerk.CreateUserParams{PhoneNumbers: []string{"+15555550100"}, PhoneNumberStatuses: []string{"reserved"}}),
		"a user with a wallet":          aUserWith(clerk.CreateUserParams{Web3Wallets: []string{"0x00000000000000000000000000000000000000a1"}}),
		"a user with a username":        aUserWith(clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value("Countess")}}),
		"a user with an external id":    aUserWith(clerk.CreateUserParams{Account: clerk.Account{ExternalID: rest.Value("-42")}}),
		"a user with everything":        aUserWith(full()),
	},
	uniques: map[string]unique{
		"username":    account(func(a *clerk.Account, v string) { a.Username = rest.Value(v) }),
		"external id": account(func(a *clerk.Account, v string) { a.ExternalID = rest.Value(v) }),
		"wallet": { // which Clerk adds only when it creates a user
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				return idOf(c.Users.Create(ctx, clerk.CreateUserParams{Web3Wallets: []string{"0x" + value}}))
			},
			gives: map[string]call{"disconnect": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
				u, err := c.Users.Get(ctx, at.id)
				if err != nil {
					return nil, err
				}
				return nil, c.Users.DeleteWeb3Wallet(ctx, at.id, u.Web3Wallets[0].ID)
			}},
		},
		"email address": {
			has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
				return idOf(c.Users.Create(ctx, clerk.CreateUserParams{EmailAddresses: []string{value + "@example.com"}}))
			},
			gives: map[string]call{"update": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
				u, err := c.Users.Current(ctx, at.id)
				if err != nil {
					return nil, err
				}
				return nil, c.EmailAddresses.Delete(ctx, u.EmailAddresses[0].ID)
			}},
			takes: func(ctx context.Context, c *clerk.Client, id, value string) (any, error) {
				return c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: id, EmailAddress: value + "@example.com", Verified: rest.Value(true)})
			},
			lost: "POST /email_addresses",
		},
	},
	pages: map[string]paged{
		"users":         {array: true, cursor: true},
		"users by age":  {array: true, cursor: true, list: usersBy("+created_at")},
		"users by name": {array: true, list: usersBy("-first_name")},
	},
})

var _ = tested(area{
	name: "web3_wallets", partOf: "users",
	seed: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		u, err := c.Users.Current(ctx, of("users"))
		if err != nil {
			return "", err
		}
		return u.ID + "/" + u.Web3Wallets[0].ID, nil
	},
	writes: map[string]call{
		"DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.Users.DeleteWeb3Wallet(ctx, at.parent(), at.own())
		},
	},
})

// aUserWith is the create of a user.
func aUserWith(p clerk.CreateUserParams) recovered {
	return recovered{
		create: func(ctx context.Context, c *clerk.Client, _ ids, _ string) (string, error) {
			return idOf(c.Users.Create(ctx, p))
		},
		held: func(ctx context.Context, c *clerk.Client, owner string) ([]string, error) {
			return idsIn(c.Users.List(ctx, clerk.UserFilter{UserIDs: []string{"-" + owner}}))
		},
	}
}

// account is a value that set sets in the fields of an account.
func account(set func(*clerk.Account, string)) unique {
	having := func(value string) (a clerk.Account) { set(&a, value); return a }
	return unique{
		has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
			return idOf(c.Users.Create(ctx, clerk.CreateUserParams{Account: having(value)}))
		},
		takes: func(ctx context.Context, c *clerk.Client, id, value string) (any, error) {
			return c.Users.Update(ctx, id, clerk.UpdateUserParams{Account: having(value)})
		},
	}
}

func usersBy(order string) func(context.Context, *clerk.Client) ([]string, error) {
	return func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.Users.List(ctx, clerk.UserFilter{OrderBy: order}))
	}
}

// full is a user with every field.
func full() clerk.CreateUserParams {
	return clerk.CreateUserParams{
		Account: clerk.Account{
			ExternalID: rest.Value("+42"), FirstName: rest.Value("Ada"), LastName: rest.Null[string](), Locale: rest.Value("en-GB"),
			Username: rest.Value("Countess"), Password: rest.Value("correct horse battery"), SkipPasswordChecks: rest.Value(true),
			TOTPSecret: rest.Value("JBSWY3DPEHPK3PXP"), BackupCodes: []string{"backup-code-1"},
			DeleteSelfEnabled: rest.Value(false), CreateOrganizationEnabled: rest.Value(false), CreateOrganizationsLimit: rest.Value(int64(2)),
			LegalAcceptedAt: rest.Value("2026-01-01T00:00:00.25Z"), SkipLegalChecks: rest.Value(true), BypassClientTrust: rest.Value(true),
			CreatedAt: rest.Value("2025-01-01T00:00:00Z"),
		},
		EmailAddresses: []string{"Ada@example.com", "byron@example.com"}, PhoneNumbers: []string{"+15555550100"},
		Web3Wallets:    []string{"0x00000000000000000000000000000000000000A1"},
		PublicMetadata: []byte(`{"b":1.0,"a":[1,2]}`), PrivateMetadata: []byte(`{"crm":"a-17"}`), UnsafeMetadata: []byte(`{}`),
		Banned: rest.Value(true), Locked: rest.Value(true), SkipPasswordRequirement: rest.Value(true),
	}
}
