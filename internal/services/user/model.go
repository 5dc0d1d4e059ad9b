package user

import (
	"cmp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/picture"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type model struct {
	tf.Metadata
	ID                        types.String `tfsdk:"id"`
	EmailAddresses            types.Set    `tfsdk:"email_addresses"`
	PrimaryEmailAddress       types.String `tfsdk:"primary_email_address"`
	PhoneNumbers              types.Set    `tfsdk:"phone_numbers"`
	PrimaryPhoneNumber        types.String `tfsdk:"primary_phone_number"`
	Web3Wallets               types.Set    `tfsdk:"web3_wallets"`
	PrimaryWeb3Wallet         types.String `tfsdk:"primary_web3_wallet"`
	Username                  types.String `tfsdk:"username"`
	ExternalID                types.String `tfsdk:"external_id"`
	FirstName                 types.String `tfsdk:"first_name"`
	LastName                  types.String `tfsdk:"last_name"`
	Locale                    types.String `tfsdk:"locale"`
	ProfileImage              types.String `tfsdk:"profile_image"`
	ProfileImageSHA256        types.String `tfsdk:"profile_image_sha256"`
	ImageURL                  types.String `tfsdk:"image_url"`
	UnsafeMetadata            types.String `tfsdk:"unsafe_metadata"`
	Banned                    types.Bool   `tfsdk:"banned"`
	Locked                    types.Bool   `tfsdk:"locked"`
	DeleteSelfEnabled         types.Bool   `tfsdk:"delete_self_enabled"`
	CreateOrganizationEnabled types.Bool   `tfsdk:"create_organization_enabled"`
	CreateOrganizationsLimit  types.Int64  `tfsdk:"create_organizations_limit"`
	BypassClientTrust         types.Bool   `tfsdk:"bypass_client_trust"`
	LegalAcceptedAt           types.String `tfsdk:"legal_accepted_at"`
	CreatedAt                 types.String `tfsdk:"created_at"`

	PasswordWO              types.String `tfsdk:"password_wo"`
	PasswordWOVersion       types.Int64  `tfsdk:"password_wo_version"`
	PasswordDigestWO        types.String `tfsdk:"password_digest_wo"`
	PasswordDigestWOVersion types.Int64  `tfsdk:"password_digest_wo_version"`
	PasswordHasher          types.String `tfsdk:"password_hasher"`
	TOTPSecretWO            types.String `tfsdk:"totp_secret_wo"`
	TOTPSecretWOVersion     types.Int64  `tfsdk:"totp_secret_wo_version"`
	BackupCodesWO           types.List   `tfsdk:"backup_codes_wo"`
	BackupCodesWOVersion    types.Int64  `tfsdk:"backup_codes_wo_version"`

	IdentificationStatus             types.String `tfsdk:"identification_status"`
	SkipPasswordChecks               types.Bool   `tfsdk:"skip_password_checks"`
	SkipPasswordRequirement          types.Bool   `tfsdk:"skip_password_requirement"`
	SkipLegalChecks                  types.Bool   `tfsdk:"skip_legal_checks"`
	SignOutOfOtherSessions           types.Bool   `tfsdk:"sign_out_of_other_sessions"`
	NotifyPrimaryEmailAddressChanged types.Bool   `tfsdk:"notify_primary_email_address_changed"`
}

var object = tf.Object[model, *clerk.User]{
	Noun:  "user",
	Type:  "user",
	Model: newModel,
	ID:    func(m model) types.String { return m.ID },
	Label: label,
	Sources: map[string][]string{
		"email_addresses":       {"email_addresses.email_address"},
		"primary_email_address": {"primary_email_address_id", "email_addresses.id", "email_addresses.email_address"},
		"phone_numbers":         {"phone_numbers.phone_number"},
		"primary_phone_number":  {"primary_phone_number_id", "phone_numbers.id", "phone_numbers.phone_number"},
		"web3_wallets":          {"web3_wallets.web3_wallet"},
		"primary_web3_wallet":   {"primary_web3_wallet_id", "web3_wallets.id", "web3_wallets.web3_wallet"},
		"profile_image":         picture.Source,
		"profile_image_sha256":  picture.Source,
	},
	Arguments: map[string]string{
		"email_address":            "email_addresses",
		"phone_number":             "phone_numbers",
		"web3_wallet":              "web3_wallets",
		"primary_email_address_id": "primary_email_address",
		"primary_phone_number_id":  "primary_phone_number",
		"primary_web3_wallet_id":   "primary_web3_wallet",
		"password":                 "password_wo",
		"password_digest":          "password_digest_wo",
		"totp_secret":              "totp_secret_wo",
		"backup_codes":             "backup_codes_wo",
		"file":                     "profile_image",
	},
}

// label is how a person would name the user.
func label(m model) types.String {
	first := func(set types.Set) string {
		return append(attr.Strings(set), "")[0]
	}
	name := strings.TrimSpace(m.FirstName.ValueString() + " " + m.LastName.ValueString())
	return types.StringValue(cmp.Or(m.PrimaryEmailAddress.ValueString(), first(m.EmailAddresses), m.Username.ValueString(), m.ExternalID.ValueString(),
		m.PrimaryPhoneNumber.ValueString(), first(m.PhoneNumbers), name, first(m.Web3Wallets)))
}

// newModel reads a user. Of addresses, numbers and wallets it keeps those that
// the prior model mentions. A state that holds nothing but an id was made by an import,
// which brings everything.
func newModel(prior model, u *clerk.User) model {
	imported := prior.CreatedAt.IsNull()
	m := model{
		Metadata:                  tf.ReadMetadata(prior.Metadata, imported, u.PublicMetadata, u.PrivateMetadata),
		ID:                        types.StringValue(u.ID),
		EmailAddresses:            tf.StillPresent(prior.EmailAddresses, emailAddresses(u)),
		PrimaryEmailAddress:       tf.PreferPrior(prior.PrimaryEmailAddress, types.StringValue(u.PrimaryEmailAddress()), attr.SameAddress),
		PhoneNumbers:              tf.StillPresent(prior.PhoneNumbers, phoneNumbers(u)),
		PrimaryPhoneNumber:        tf.PreferPrior(prior.PrimaryPhoneNumber, types.StringValue(u.PrimaryPhoneNumber()), attr.SameAddress),
		Web3Wallets:               tf.StillPresent(prior.Web3Wallets, web3Wallets(u)),
		PrimaryWeb3Wallet:         tf.PreferPrior(prior.PrimaryWeb3Wallet, types.StringValue(u.PrimaryWeb3Wallet()), attr.SameAddress),
		Username:                  tf.PreferPrior(prior.Username, tf.String(u.Username), strings.EqualFold),
		ExternalID:                tf.String(u.ExternalID),
		FirstName:                 tf.String(u.FirstName),
		LastName:                  tf.String(u.LastName),
		Locale:                    tf.String(u.Locale),
		UnsafeMetadata:            tf.PreferPrior(prior.UnsafeMetadata, tf.JSON(u.UnsafeMetadata), attr.SameJSON),
		Banned:                    types.BoolValue(u.Banned),
		Locked:                    types.BoolValue(u.Locked),
		DeleteSelfEnabled:         types.BoolValue(u.DeleteSelfEnabled),
		CreateOrganizationEnabled: types.BoolValue(u.CreateOrganizationEnabled),
		CreateOrganizationsLimit:  types.Int64PointerValue(u.CreateOrganizationsLimit),
		BypassClientTrust:         types.BoolValue(u.BypassClientTrust),
		LegalAcceptedAt:           tf.PreferPrior(prior.LegalAcceptedAt, tf.OptionalTime(u.LegalAcceptedAt), attr.SameInstant),
		CreatedAt:                 tf.PreferPrior(prior.CreatedAt, tf.Time(u.CreatedAt), attr.SameInstant),
		PasswordWOVersion:         prior.PasswordWOVersion,
		PasswordDigestWOVersion:   prior.PasswordDigestWOVersion,
		TOTPSecretWOVersion:       prior.TOTPSecretWOVersion,
		BackupCodesWO:             types.ListNull(types.StringType),
		BackupCodesWOVersion:      prior.BackupCodesWOVersion,
	}
	profileImage.Read(prior, &m, u)
	if imported {
		m.EmailAddresses = tf.StringSet(emailAddresses(u))
		m.PhoneNumbers = tf.StringSet(phoneNumbers(u))
		m.Web3Wallets = tf.StringSet(web3Wallets(u))
	} else {
		keepNull(prior, &m)
	}
	return m
}

func emailAddresses(u *clerk.User) []string {
	out := []string{}
	for _, e := range u.EmailAddresses {
		out = append(out, e.EmailAddress)
	}
	return out
}

func phoneNumbers(u *clerk.User) []string {
	out := []string{}
	for _, p := range u.PhoneNumbers {
		out = append(out, p.PhoneNumber)
	}
	return out
}

func web3Wallets(u *clerk.User) []string {
	out := []string{}
	for _, w := range u.Web3Wallets {
		out = append(out, w.Web3Wallet)
	}
	return out
}
