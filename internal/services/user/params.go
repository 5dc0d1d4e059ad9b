package user

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// createParams is the one request that creates the user. What is empty or false
// is so in a new user; sending it could meet a plan that lacks the feature.
func createParams(in tf.Input[model]) clerk.CreateUserParams {
	plan := in.Plan
	p := clerk.CreateUserParams{
		EmailAddresses:  primaryFirst(plan.EmailAddresses, plan.PrimaryEmailAddress),
		PhoneNumbers:    primaryFirst(plan.PhoneNumbers, plan.PrimaryPhoneNumber),
		Web3Wallets:     primaryFirst(plan.Web3Wallets, plan.PrimaryWeb3Wallet),
		PublicMetadata:  metadata(plan.PublicMetadata),
		PrivateMetadata: metadata(plan.PrivateMetadata),
		UnsafeMetadata:  metadata(plan.UnsafeMetadata),
	}
	in.State = blank
	p.Account, _ = account(in)
	if wo := in.Config.PrivateMetadataWO; !wo.IsNull() {
		p.PrivateMetadata = metadata(wo)
	}
	if status := in.Config.IdentificationStatus.ValueString(); status != "" {
		p.EmailAddressStatuses = slices.Repeat([]string{status}, len(p.EmailAddresses))
		p.PhoneNumberStatuses = slices.Repeat([]string{status}, len(p.PhoneNumbers))
	}
	if plan.Banned.ValueBool() {
		p.Banned = clerk.Value(true)
	}
	if plan.Locked.ValueBool() {
		p.Locked = clerk.Value(true)
	}
	p.SkipPasswordRequirement = given(in.Config.SkipPasswordRequirement)
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
	for _, field := range []struct {
		config, plan, state types.String
		param               *clerk.Optional[string]
	}{
		{config.ExternalID, plan.ExternalID, state.ExternalID, &p.ExternalID},
		{config.FirstName, plan.FirstName, state.FirstName, &p.FirstName},
		{config.LastName, plan.LastName, state.LastName, &p.LastName},
		{config.Locale, plan.Locale, state.Locale, &p.Locale},
		{config.Username, plan.Username, state.Username, &p.Username},
		{config.LegalAcceptedAt, plan.LegalAcceptedAt, state.LegalAcceptedAt, &p.LegalAcceptedAt},
		{config.CreatedAt, plan.CreatedAt, state.CreatedAt, &p.CreatedAt},
	} {
		if tf.Changed(field.config, field.plan, field.state) {
			*field.param = tf.SendOrNull(field.plan)
			changed = true
		}
	}
	for _, field := range []struct {
		config, plan, state types.Bool
		param               *clerk.Optional[bool]
	}{
		{config.DeleteSelfEnabled, plan.DeleteSelfEnabled, state.DeleteSelfEnabled, &p.DeleteSelfEnabled},
		{config.CreateOrganizationEnabled, plan.CreateOrganizationEnabled, state.CreateOrganizationEnabled, &p.CreateOrganizationEnabled},
		{config.BypassClientTrust, plan.BypassClientTrust, state.BypassClientTrust, &p.BypassClientTrust},
	} {
		if tf.Changed(field.config, field.plan, field.state) {
			*field.param = clerk.Value(field.plan.ValueBool())
			changed = true
		}
	}
	if tf.Changed(config.CreateOrganizationsLimit, plan.CreateOrganizationsLimit, state.CreateOrganizationsLimit) {
		p.CreateOrganizationsLimit = clerk.Value(plan.CreateOrganizationsLimit.ValueInt64())
		changed = true
	}
	changed = secrets(in, &p) || changed
	if changed {
		p.SkipLegalChecks = given(config.SkipLegalChecks)
	}
	return p, changed
}

// secrets fills in what Clerk never returns, where its version changed, and
// reports whether any did.
func secrets(in tf.Input[model], p *clerk.Account) bool {
	config, plan, state := in.Config, in.Plan, in.State
	password := tf.Changed(config.PasswordWOVersion, plan.PasswordWOVersion, state.PasswordWOVersion)
	digest := tf.Changed(config.PasswordDigestWOVersion, plan.PasswordDigestWOVersion, state.PasswordDigestWOVersion)
	totp := tf.Changed(config.TOTPSecretWOVersion, plan.TOTPSecretWOVersion, state.TOTPSecretWOVersion)
	codes := tf.Changed(config.BackupCodesWOVersion, plan.BackupCodesWOVersion, state.BackupCodesWOVersion)
	if password {
		p.Password = tf.SendIfSet(config.PasswordWO)
		p.SkipPasswordChecks = given(config.SkipPasswordChecks)
	}
	if digest {
		p.PasswordDigest = tf.SendIfSet(config.PasswordDigestWO)
		p.PasswordHasher = tf.SendIfSet(config.PasswordHasher)
	}
	if totp {
		p.TOTPSecret = tf.SendIfSet(config.TOTPSecretWO)
	}
	if codes {
		p.BackupCodes = tf.ListStrings(config.BackupCodesWO)
	}
	return password || digest || totp || codes
}

// profileParams is what an update sends to PATCH /users/{user_id} but for the
// primary identifiers, and whether that is anything.
func profileParams(in tf.Input[model]) (p clerk.UpdateUserParams, changed bool) {
	p.Account, changed = account(in)
	if !p.Password.IsZero() || !p.PasswordDigest.IsZero() {
		p.SignOutOfOtherSessions = given(in.Config.SignOutOfOtherSessions)
	}
	return p, changed
}

// metadataParams is what an update sends to PUT /users/{user_id}/metadata, and
// whether that is anything.
func metadataParams(in tf.Input[model]) (clerk.Metadata, bool) {
	var m clerk.Metadata
	if tf.Changed(in.Config.PublicMetadata, in.Plan.PublicMetadata, in.State.PublicMetadata) {
		m.Public = metadata(in.Plan.PublicMetadata)
	}
	if tf.Changed(in.Config.PrivateMetadata, in.Plan.PrivateMetadata, in.State.PrivateMetadata) {
		m.Private = metadata(in.Plan.PrivateMetadata)
	}
	if tf.Changed(in.Config.PrivateMetadataWOVersion, in.Plan.PrivateMetadataWOVersion, in.State.PrivateMetadataWOVersion) {
		m.Private = metadata(in.Config.PrivateMetadataWO)
	}
	if tf.Changed(in.Config.UnsafeMetadata, in.Plan.UnsafeMetadata, in.State.UnsafeMetadata) {
		m.Unsafe = metadata(in.Plan.UnsafeMetadata)
	}
	return m, m.Public != nil || m.Private != nil || m.Unsafe != nil
}

// given is a switch that is sent when the configuration sets it.
func given(v types.Bool) (field clerk.Optional[bool]) {
	if v.IsNull() || v.IsUnknown() {
		return field
	}
	return clerk.Value(v.ValueBool())
}
