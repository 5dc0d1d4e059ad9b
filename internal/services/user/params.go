package user

import (
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// createParams is the one request that creates the user. What is empty or false
// is so in a new user; sending it could meet a plan that lacks the feature.
func createParams(in tf.Input[model]) clerk.CreateUserParams {
	plan := in.Plan
	p := clerk.CreateUserParams{
		EmailAddresses: primaryFirst(plan.EmailAddresses, plan.PrimaryEmailAddress),
		PhoneNumbers:   primaryFirst(plan.PhoneNumbers, plan.PrimaryPhoneNumber),
		Web3Wallets:    primaryFirst(plan.Web3Wallets, plan.PrimaryWeb3Wallet),
		UnsafeMetadata: tf.RawJSON(plan.UnsafeMetadata),
	}
	p.PublicMetadata, p.PrivateMetadata = tf.CreatedMetadata(in.Config.Metadata, plan.Metadata)
	in.State = blank
	p.Account, _ = account(in)
	if status := in.Config.IdentificationStatus.ValueString(); status != "" {
		p.EmailAddressStatuses = slices.Repeat([]string{status}, len(p.EmailAddresses))
		p.PhoneNumberStatuses = slices.Repeat([]string{status}, len(p.PhoneNumbers))
	}
	if plan.Banned.ValueBool() {
		p.Banned = rest.Value(true)
	}
	if plan.Locked.ValueBool() {
		p.Locked = rest.Value(true)
	}
	p.SkipPasswordRequirement = tf.SendFlag(in.Config.SkipPasswordRequirement)
	return p
}

// blank is a new user: the state that a create starts from.
var blank = model{
	Username: types.StringValue(""), ExternalID: types.StringValue(""), FirstName: types.StringValue(""),
	LastName: types.StringValue(""), Locale: types.StringValue(""),
}

// account are the fields that a create and PATCH /users/{user_id} share, as far
// as they are mentioned and differ from the state, and whether there are any.
func account(in tf.Input[model]) (p clerk.Account, changed bool) {
	config, plan, state := in.Config, in.Plan, in.State
	p = clerk.Account{
		ExternalID:                tf.ChangedText(config.ExternalID, plan.ExternalID, state.ExternalID),
		FirstName:                 tf.ChangedText(config.FirstName, plan.FirstName, state.FirstName),
		LastName:                  tf.ChangedText(config.LastName, plan.LastName, state.LastName),
		Locale:                    tf.ChangedText(config.Locale, plan.Locale, state.Locale),
		Username:                  tf.ChangedText(config.Username, plan.Username, state.Username),
		LegalAcceptedAt:           tf.ChangedText(config.LegalAcceptedAt, plan.LegalAcceptedAt, state.LegalAcceptedAt),
		CreatedAt:                 tf.ChangedText(config.CreatedAt, plan.CreatedAt, state.CreatedAt),
		DeleteSelfEnabled:         tf.ChangedFlag(config.DeleteSelfEnabled, plan.DeleteSelfEnabled, state.DeleteSelfEnabled),
		CreateOrganizationEnabled: tf.ChangedFlag(config.CreateOrganizationEnabled, plan.CreateOrganizationEnabled, state.CreateOrganizationEnabled),
		CreateOrganizationsLimit:  tf.ChangedNumber(config.CreateOrganizationsLimit, plan.CreateOrganizationsLimit, state.CreateOrganizationsLimit),
		BypassClientTrust:         tf.ChangedFlag(config.BypassClientTrust, plan.BypassClientTrust, state.BypassClientTrust),
	}
	secrets(in, &p)
	if changed = !reflect.ValueOf(p).IsZero(); changed {
		p.SkipLegalChecks = tf.SendFlag(config.SkipLegalChecks)
	}
	return p, changed
}

// secrets fills in what Clerk never returns, where its version changed.
func secrets(in tf.Input[model], p *clerk.Account) {
	config, plan, state := in.Config, in.Plan, in.State
	if tf.Changed(config.PasswordWOVersion, plan.PasswordWOVersion, state.PasswordWOVersion) {
		p.Password = tf.SendIfSet(config.PasswordWO)
		p.SkipPasswordChecks = tf.SendFlag(config.SkipPasswordChecks)
	}
	if tf.Changed(config.PasswordDigestWOVersion, plan.PasswordDigestWOVersion, state.PasswordDigestWOVersion) {
		p.PasswordDigest = tf.SendIfSet(config.PasswordDigestWO)
		p.PasswordHasher = tf.SendIfSet(config.PasswordHasher)
	}
	if tf.Changed(config.TOTPSecretWOVersion, plan.TOTPSecretWOVersion, state.TOTPSecretWOVersion) {
		p.TOTPSecret = tf.SendIfSet(config.TOTPSecretWO)
	}
	if tf.Changed(config.BackupCodesWOVersion, plan.BackupCodesWOVersion, state.BackupCodesWOVersion) {
		p.BackupCodes = attr.ListStrings(config.BackupCodesWO)
	}
}

// profileParams is what an update sends to PATCH /users/{user_id} but for the
// primary identifiers, and whether that is anything.
func profileParams(in tf.Input[model]) (p clerk.UpdateUserParams, changed bool) {
	p.Account, changed = account(in)
	if !p.Password.IsZero() || !p.PasswordDigest.IsZero() {
		p.SignOutOfOtherSessions = tf.SendFlag(in.Config.SignOutOfOtherSessions)
	}
	return p, changed
}

// metadataParams is what an update sends to PUT /users/{user_id}/metadata.
func metadataParams(in tf.Input[model]) clerk.Metadata {
	m := tf.ChangedMetadata(in.Config.Metadata, in.Plan.Metadata, in.State.Metadata)
	if tf.Changed(in.Config.UnsafeMetadata, in.Plan.UnsafeMetadata, in.State.UnsafeMetadata) {
		m.Unsafe = tf.RawJSON(in.Plan.UnsafeMetadata)
	}
	return m
}
