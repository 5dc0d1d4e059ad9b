package user

import (
	"context"
	"errors"
	"fmt"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// update changes a user in the order add, make primary, remove: an address can
// leave only when it is no longer the primary one. Each endpoint is asked at most
// once for the user, and once for each address. Every step is the same when it is
// done twice, so that after a failure the next apply completes what is missing.
//
// It returns the user as far as it got, beside an error.
func update(ctx context.Context, client *clerk.Client, in tf.Input[model]) (*clerk.User, error) {
	id := in.State.ID.ValueString()
	profile, profiled := profileParams(in)
	emails, phones := emailIdentifiers(client, in, &profile), phoneIdentifiers(client, in, &profile)

	var user *clerk.User
	if emails.changed() || phones.changed() {
		var err error
		if user, err = client.Users.Get(ctx, id); err != nil {
			return nil, err
		}
		emails.has, phones.has = map[string]string{}, map[string]string{}
		for _, e := range user.EmailAddresses {
			emails.has[tf.FoldAddress(e.EmailAddress)] = e.ID
		}
		for _, p := range user.PhoneNumbers {
			phones.has[tf.FoldAddress(p.PhoneNumber)] = p.ID
		}
		for _, step := range []func(context.Context) error{emails.add, phones.add} {
			if err := step(ctx); err != nil {
				return user, err
			}
		}
		if err := errors.Join(emails.choose(user.PrimaryEmailAddress()), phones.choose(user.PrimaryPhoneNumber())); err != nil {
			return user, err
		}
		profiled = profile != clerk.UpdateUserParams{}
	}
	reached := func(u *clerk.User, err error) error {
		if u != nil {
			user = u
		}
		return err
	}
	if profiled {
		if err := reached(client.Users.Update(ctx, id, profile)); err != nil {
			return user, err
		}
	}
	for _, step := range []func(context.Context) error{emails.drop, phones.drop} {
		if err := step(ctx); err != nil {
			return user, err
		}
	}
	if m, ok := metadataParams(in); ok {
		if err := reached(client.Users.ReplaceMetadata(ctx, id, m)); err != nil {
			return user, err
		}
	}
	if tf.Changed(in.Config.Banned, in.Plan.Banned, in.State.Banned) {
		act := client.Users.Unban
		if in.Plan.Banned.ValueBool() {
			act = client.Users.Ban
		}
		if err := reached(act(ctx, id)); err != nil {
			return user, tf.At("banned", err)
		}
	}
	if tf.Changed(in.Config.Locked, in.Plan.Locked, in.State.Locked) {
		act := client.Users.Unlock
		if in.Plan.Locked.ValueBool() {
			act = client.Users.Lock
		}
		if err := reached(act(ctx, id)); err != nil {
			return user, tf.At("locked", err)
		}
	}
	if user == nil || len(emails.leaving())+len(phones.leaving()) > 0 {
		fresh, err := client.Users.Get(ctx, id)
		if err != nil {
			return user, fmt.Errorf("read the user after its update: %w", err)
		}
		user = fresh
	}
	return user, nil
}

func emailIdentifiers(client *clerk.Client, in tf.Input[model], profile *clerk.UpdateUserParams) *identifiers {
	return &identifiers{
		set: "email_addresses", primary: "primary_email_address",
		config: in.Config.EmailAddresses, plan: in.Plan.EmailAddresses, state: in.State.EmailAddresses,
		configPrimary: in.Config.PrimaryEmailAddress, planPrimary: in.Plan.PrimaryEmailAddress, statePrimary: in.State.PrimaryEmailAddress,
		param:  &profile.PrimaryEmailAddressID,
		remove: client.EmailAddresses.Delete,
		create: func(ctx context.Context, address string) (string, error) {
			e, err := client.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{
				UserID: in.State.ID.ValueString(), EmailAddress: address, Verified: clerk.Value(true),
			})
			if err != nil {
				return "", err
			}
			return e.ID, nil
		},
	}
}

func phoneIdentifiers(client *clerk.Client, in tf.Input[model], profile *clerk.UpdateUserParams) *identifiers {
	return &identifiers{
		set: "phone_numbers", primary: "primary_phone_number",
		config: in.Config.PhoneNumbers, plan: in.Plan.PhoneNumbers, state: in.State.PhoneNumbers,
		configPrimary: in.Config.PrimaryPhoneNumber, planPrimary: in.Plan.PrimaryPhoneNumber, statePrimary: in.State.PrimaryPhoneNumber,
		param:  &profile.PrimaryPhoneNumberID,
		remove: client.PhoneNumbers.Delete,
		create: func(ctx context.Context, number string) (string, error) {
			p, err := client.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{
				UserID: in.State.ID.ValueString(), PhoneNumber: number, Verified: clerk.Value(true),
			})
			if err != nil {
				return "", err
			}
			return p.ID, nil
		},
	}
}
