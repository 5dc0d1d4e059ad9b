package user

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// update changes a user in the order add, make primary, remove: an address can
// leave only when it is no longer the primary one. Each endpoint is asked at most
// once for the user, and once for each address. Every step is the same when it is
// done twice, so that after a failure the next apply completes what is missing.
//
// It returns the user as far as it got, beside an error.
func (u *userUpdate) update(ctx context.Context) (*clerk.User, error) {
	for _, step := range []func(context.Context) error{
		u.addIdentifiers, u.patch, u.dropIdentifiers, u.dropUndeleted, u.replaceMetadata, u.picture, u.ban, u.lock, u.refresh,
	} {
		if err := step(ctx); err != nil {
			return u.user, err
		}
	}
	return u.user, nil
}

func newUserUpdate(client *clerk.Client, in tf.Input[model], known spelled, diags *diag.Diagnostics) *userUpdate {
	in = asPlanned(in)
	u := &userUpdate{client: client, id: in.State.ID.ValueString(), in: in, spelled: known, diags: diags}
	u.profile, u.profiled = profileParams(in)
	u.identifiers = allIdentifiers(client, in)
	for _, i := range u.identifiers {
		wanted, leaving := attr.Strings(i.plan), i.leaving()
		known.forget(i.set, func(sent, stored string) bool { return has(leaving, sent) && has(wanted, stored) })
	}
	return u
}

// repairState mends the state that an update leaves which failed: it has what the update
// added to the sets, which no later plan would show otherwise.
func (u *userUpdate) repairState(ctx context.Context, state *tfsdk.State) (diags diag.Diagnostics) {
	var m model
	diags.Append(tf.Get(ctx, *state, &m)...)
	if diags.HasError() {
		return diags
	}
	for _, i := range u.identifiers {
		if set := i.of(&m); len(i.added) > 0 {
			kept := slices.DeleteFunc(attr.Strings(*set), func(a string) bool {
				return slices.ContainsFunc(i.added, func(b string) bool { return attr.SameAddress(a, b) })
			})
			*set = tf.StringSet(append(kept, i.added...))
		}
	}
	diags.Append(tf.Set(ctx, state, m)...)
	return diags
}

// userUpdate is an update under way.
type userUpdate struct {
	client      *clerk.Client
	diags       *diag.Diagnostics // for warnings
	id          string
	in          tf.Input[model]
	profile     clerk.UpdateUserParams
	profiled    bool
	identifiers []*identifiers
	user        *clerk.User // as last seen; nil at first
	spelled     spelled
	stale       bool // user is older than the last change
}

// record keeps what a step answered.
func (u *userUpdate) record(user *clerk.User, err error) error {
	if err == nil {
		u.user = u.spelled.asSent(user)
	}
	return err
}

func (u *userUpdate) addIdentifiers(ctx context.Context) error {
	for _, i := range u.identifiers {
		if !i.changed() {
			continue
		}
		if u.user == nil {
			// From a list that lags, an address that is to go would be missing, and stay.
			if err := u.record(u.client.Users.Current(ctx, u.id)); err != nil {
				return err
			}
		}
		if err := object.Known(i.primary, u.user); err != nil {
			return tf.At(i.set, err)
		}
		var primary string
		i.has, primary = i.list(u.user)
		if err := i.add(ctx, func(sent, stored string) { u.spelled.compare(u.diags, i.set, sent, stored) }); err != nil {
			return err
		}
		chosen, err := i.choose(primary)
		if err != nil {
			return err
		}
		if !chosen.IsZero() {
			*i.primaryID(&u.profile), u.profiled = chosen, true
		}
		for _, address := range attr.Strings(i.plan) {
			u.client.Undeleted.Take(u.id, func(a clerk.UndeletedObject) bool { return a.ID == i.has[attr.FoldAddress(address)] })
		}
		u.stale = true
	}
	return nil
}

func (u *userUpdate) patch(ctx context.Context) error {
	if !u.profiled {
		return nil
	}
	if !u.profile.PrimaryEmailAddressID.IsZero() {
		u.profile.NotifyPrimaryEmailAddressChanged = tf.SendFlag(u.in.Config.NotifyPrimaryEmailAddressChanged)
	}
	return u.record(u.client.Users.Update(ctx, u.id, u.profile))
}

func (u *userUpdate) dropIdentifiers(ctx context.Context) error {
	for _, i := range u.identifiers {
		if err := i.drop(ctx); err != nil {
			return err
		}
		leaving := i.leaving()
		u.spelled.forget(i.set, func(sent, _ string) bool { return has(leaving, sent) })
	}
	return nil
}

// dropUndeleted deletes the addresses with a resource of their own that this run
// could not delete as long as they were the last ones.
func (u *userUpdate) dropUndeleted(ctx context.Context) error {
	if slices.ContainsFunc(u.identifiers, func(i *identifiers) bool { return len(i.added) > 0 }) {
		identifier.Added(ctx, u.client, u.id, u.diags)
	}
	return nil
}

func (u *userUpdate) replaceMetadata(ctx context.Context) error {
	m := metadataParams(u.in)
	if m.IsZero() {
		return nil
	}
	return u.record(u.client.Users.ReplaceMetadata(ctx, u.id, m))
}

func (u *userUpdate) picture(ctx context.Context) error {
	pictured, err := profileImage.Save(ctx, u.client, u.id, u.in)
	if pictured == nil {
		return err
	}
	return u.record(pictured, err)
}

func (u *userUpdate) ban(ctx context.Context) error {
	if !tf.Changed(u.in.Config.Banned, u.in.Plan.Banned, u.in.State.Banned) {
		return nil
	}
	if u.in.Plan.Banned.ValueBool() {
		return tf.At("banned", u.record(u.client.Users.Ban(ctx, u.id)))
	}
	return tf.At("banned", u.record(u.client.Users.Unban(ctx, u.id)))
}

func (u *userUpdate) lock(ctx context.Context) error {
	if !tf.Changed(u.in.Config.Locked, u.in.Plan.Locked, u.in.State.Locked) {
		return nil
	}
	if u.in.Plan.Locked.ValueBool() {
		return tf.At("locked", u.record(u.client.Users.Lock(ctx, u.id)))
	}
	return tf.At("locked", u.record(u.client.Users.Unlock(ctx, u.id)))
}

// refresh reads the user where no answer says how it is now.
func (u *userUpdate) refresh(ctx context.Context) error {
	if u.user != nil && !u.stale {
		return nil
	}
	if err := u.record(u.client.Users.Get(ctx, u.id)); err != nil {
		return tf.Note("The update itself is done; this was to read the user after it.", err)
	}
	return nil
}

func allIdentifiers(client *clerk.Client, in tf.Input[model]) []*identifiers {
	id := in.State.ID.ValueString()
	return []*identifiers{{
		of:  func(m *model) *types.Set { return &m.EmailAddresses },
		set: "email_addresses", primary: "primary_email_address",
		config: in.Config.EmailAddresses, plan: in.Plan.EmailAddresses, state: in.State.EmailAddresses,
		configPrimary: in.Config.PrimaryEmailAddress, planPrimary: in.Plan.PrimaryEmailAddress, statePrimary: in.State.PrimaryEmailAddress,
		primaryID: func(p *clerk.UpdateUserParams) *rest.Optional[string] { return &p.PrimaryEmailAddressID },
		list: func(u *clerk.User) (map[string]string, string) {
			has := map[string]string{}
			for _, e := range u.EmailAddresses {
				has[attr.FoldAddress(e.EmailAddress)] = e.ID
			}
			return has, u.PrimaryEmailAddress()
		},
		create: func(ctx context.Context, address string) (string, string, error) {
			e, err := client.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: id, EmailAddress: address, Verified: rest.Value(true)})
			if err != nil {
				return "", "", err
			}
			return e.ID, e.EmailAddress, nil
		},
		remove: client.EmailAddresses.Delete,
	}, {
		of:  func(m *model) *types.Set { return &m.PhoneNumbers },
		set: "phone_numbers", primary: "primary_phone_number",
		config: in.Config.PhoneNumbers, plan: in.Plan.PhoneNumbers, state: in.State.PhoneNumbers,
		configPrimary: in.Config.PrimaryPhoneNumber, planPrimary: in.Plan.PrimaryPhoneNumber, statePrimary: in.State.PrimaryPhoneNumber,
		primaryID: func(p *clerk.UpdateUserParams) *rest.Optional[string] { return &p.PrimaryPhoneNumberID },
		list: func(u *clerk.User) (map[string]string, string) {
			has := map[string]string{}
			for _, p := range u.PhoneNumbers {
				has[attr.FoldAddress(p.PhoneNumber)] = p.ID
			}
			return has, u.PrimaryPhoneNumber()
		},
		create: func(ctx context.Context, number string) (string, string, error) {
			p, err := client.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: id, PhoneNumber: number, Verified: rest.Value(true)})
			if err != nil {
				return "", "", err
			}
			return p.ID, p.PhoneNumber, nil
		},
		remove: client.PhoneNumbers.Delete,
	}, {
		of:  func(m *model) *types.Set { return &m.Web3Wallets },
		set: "web3_wallets", primary: "primary_web3_wallet",
		config: in.Config.Web3Wallets, plan: in.Plan.Web3Wallets, state: in.State.Web3Wallets,
		configPrimary: in.Config.PrimaryWeb3Wallet, planPrimary: in.Plan.PrimaryWeb3Wallet, statePrimary: in.State.PrimaryWeb3Wallet,
		primaryID: func(p *clerk.UpdateUserParams) *rest.Optional[string] { return &p.PrimaryWeb3WalletID },
		list: func(u *clerk.User) (map[string]string, string) {
			has := map[string]string{}
			for _, w := range u.Web3Wallets {
				has[attr.FoldAddress(w.Web3Wallet)] = w.ID
			}
			return has, u.PrimaryWeb3Wallet()
		},
		create: func(_ context.Context, wallet string) (string, string, error) {
			return "", "", tf.Hint("Take it out of web3_wallets; the user can connect it themselves.",
				fmt.Errorf("the user has no wallet %q, and Clerk adds wallets only when it creates a user", wallet))
		},
		remove: func(ctx context.Context, walletID string) error {
			return client.Users.DeleteWeb3Wallet(ctx, id, walletID)
		},
	}}
}
