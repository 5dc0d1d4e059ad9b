package clerk_test

import (
	"context"
	"slices"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "email_addresses", partOf: "users",
	create: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		return idOf(c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: of("users"), EmailAddress: "Work@example.com", Verified: rest.Value(true), Primary: rest.Value(true)}))
	},
	seed: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		u, err := c.Users.Current(ctx, of("users"))
		if err != nil {
			return "", err
		}
		return u.EmailAddresses[1].ID, nil
	},
	writes: map[string]call{
		"PATCH /email_addresses/{email_address_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.EmailAddresses.Update(ctx, at.id, clerk.UpdateIdentifierParams{Primary: rest.Value(true)})
		},
		"DELETE /email_addresses/{email_address_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.EmailAddresses.Delete(ctx, at.id)
		},
	},
	recovered: map[string]recovered{"an email address": {
		first: true, early: "GET /users/{user_id}",
		held: func(ctx context.Context, c *clerk.Client, owner string) ([]string, error) {
			u, err := c.Users.Current(ctx, owner)
			if err != nil {
				return nil, err
			}
			others := slices.DeleteFunc(u.EmailAddresses, func(e clerk.EmailAddress) bool { return e.EmailAddress == "owner@example.com" })
			return idsOf(others, func(e clerk.EmailAddress) string { return e.ID }), nil
		},
	}},
})

var _ = tested(area{
	name: "phone_numbers", partOf: "users",
	create: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		return idOf(c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: of("users"), PhoneNumber: "+1 (555) 557-0100"}))
	},
	seed: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		u, err := c.Users.Current(ctx, of("users"))
		if err != nil {
			return "", err
		}
		return u.PhoneNumbers[0].ID, nil
	},
	writes: map[string]call{
		"PATCH /phone_numbers/{phone_number_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.PhoneNumbers.Update(ctx, at.id, clerk.UpdateIdentifierParams{ReservedForSecondFactor: rest.Value(true)})
		},
		"DELETE /phone_numbers/{phone_number_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.PhoneNumbers.Delete(ctx, at.id)
		},
	},
	recovered: map[string]recovered{"a phone number": {
		first: true, early: "GET /users/{user_id}",
		held: func(ctx context.Context, c *clerk.Client, owner string) ([]string, error) {
			u, err := c.Users.Current(ctx, owner)
			if err != nil {
				return nil, err
			}
			return idsOf(u.PhoneNumbers, func(n clerk.PhoneNumber) string { return n.ID }), nil
		},
	}},
})
