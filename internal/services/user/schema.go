package user

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// hashers are the algorithms of password digests that Clerk verifies.
var hashers = []string{
	"argon2i", "argon2id", "awscognito", "bcrypt", "bcrypt_sha256_django", "ldap_ssha", "md5", "md5_phpass",
	"pbkdf2_sha1", "pbkdf2_sha256", "pbkdf2_sha256_django", "pbkdf2_sha512", "pbkdf2_sha512_hex", "phpass",
	"scrypt_firebase", "scrypt_werkzeug", "sha256", "sha512_symfony",
}

func (r *userResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "A user of the instance.\n\n" +
			"Users and applications edit the same objects, so an argument that is omitted keeps the value that it has in Clerk, and is not compared. " +
			"An empty value is a mention: `first_name = \"\"` clears the name, and `public_metadata = jsonencode({})` the metadata.\n\n" +
			"Arguments that end in `_wo` are write-only: they are sent to Clerk, which never returns them, and stored in no plan or state. " +
			"Each goes with a version, any number; a change of the version sends the value again. They need Terraform 1.11 or later, or OpenTofu 1.12 or later.",
		Attributes: attr.With(attr.With(attr.Metadata("user", "the user's browser"), profileImage.Attributes()), map[string]schema.Attribute{
			"email_addresses": identifierSet("Email addresses, added as verified. An address that leaves the set is removed from the user; "+
				"one that was never in it, such as one that the user added, is left alone. Case and surrounding space make no difference.", attr.EmailAddress()),
			"primary_email_address": primary("email_addresses", "The one of `email_addresses` that Clerk writes to. Required where there are several."),
			"phone_numbers": identifierSet("Phone numbers in E.164 form, added as verified. A number that leaves the set is removed from the user; "+
				"one that was never in it is left alone.", attr.PhoneNumber()),
			"primary_phone_number": primary("phone_numbers", "The one of `phone_numbers` that Clerk writes to. Required where there are several."),
			"web3_wallets": identifierSet("Addresses of Web3 wallets. Clerk adds wallets only when it creates a user: one that enters the set of an existing user, or that its owner has disconnected, is a warning in the plan, which leaves the wallets as they are. "+
				"A wallet that leaves the set is removed from the user.", attr.Wallet()),
			"primary_web3_wallet": primary("web3_wallets", "The primary one of `web3_wallets`. Required where there are several."),
			"identification_status": schema.StringAttribute{
				Optional: true, WriteOnly: true,
				MarkdownDescription: "Status of the addresses and numbers that the user is created with: `verified` (the default), or `reserved`: not verified, but usable to sign in, and for nobody else. It counts at creation only.",
				Validators:          []validator.String{stringvalidator.OneOf("verified", "reserved")},
			},
			"notify_primary_email_address_changed": attr.Switch("Whether Clerk tells the user when this configuration changes the primary email address. Off by default."),
			"username":                             username("Username, unique in the instance. A change of case alone is no change. `\"\"` removes it."),
			"external_id":                          text("Id of the user in a system of your own, unique in the instance. `\"\"` removes it."),
			"first_name":                           text("First name. `\"\"` clears it."),
			"last_name":                            text("Last name. `\"\"` clears it."),
			"locale":                               text("Locale as a BCP 47 tag, such as `en-US`. `\"\"` clears it.", attr.Locale()),
			"unsafe_metadata":                      attr.MetadataField("Metadata that the user's browser can write"),
			"banned":                               attr.Flag("Whether the user is banned. A ban ends the user's sessions and lasts until it is lifted. Bans depend on the plan of the instance."),
			"locked": attr.Flag("Whether the user is locked out. A lock expires after the instance's lockout period, one hour by default, and `true` then shows as a change in the next plan. " +
				"Use `banned` for what is to last."),
			"delete_self_enabled":         attr.Flag("Whether the user may delete themselves."),
			"create_organization_enabled": attr.Flag("Whether the user may create organizations."),
			"create_organizations_limit": schema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: "How many organizations the user may create; 0 is no limit. It cannot be unset, only changed.",
				Validators:          []validator.Int64{int64validator.AtLeast(0)},
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown(), attr.NullAtCreation()},
			},
			"bypass_client_trust": attr.Flag("Whether the user signs in without the check of new devices."),
			"legal_accepted_at":   attr.Untold(attr.Time("When the user accepted the legal requirements, RFC 3339. It cannot be cleared.")),
			"skip_legal_checks":   attr.Switch("Whether the instance's legal requirements are not demanded of this user."),
			"created_at": attr.Time("When the user signed up, RFC 3339, such as `2026-01-31T09:30:00Z`; for users who come from another system. " +
				"Defaults to the time of creation, and cannot be cleared."),
			"password_wo":                attr.Secret("Password, of at least 8 characters", "password_wo_version", stringvalidator.LengthAtLeast(8), stringvalidator.ConflictsWith(path.MatchRoot("password_digest_wo"))),
			"password_wo_version":        attr.Version("password_wo"),
			"password_digest_wo":         attr.Secret("Digest of a password, from another system, made with `password_hasher`", "password_digest_wo_version", stringvalidator.LengthAtLeast(1), stringvalidator.AlsoRequires(path.MatchRoot("password_hasher"))),
			"password_digest_wo_version": attr.Version("password_digest_wo"),
			"password_hasher": schema.StringAttribute{
				Optional: true, WriteOnly: true,
				MarkdownDescription: "Algorithm of `password_digest_wo`, such as `bcrypt`, `argon2id` or `pbkdf2_sha256`.",
				Validators:          []validator.String{stringvalidator.OneOf(hashers...), stringvalidator.AlsoRequires(path.MatchRoot("password_digest_wo"))},
			},
			"skip_password_checks":       attr.Switch("Whether the instance's demands on passwords, such as that of not having been breached, are not made of `password_wo`. For users who come from another system."),
			"skip_password_requirement":  attr.Switch("Whether the user may be created without a password where the instance demands one. It counts at creation only."),
			"sign_out_of_other_sessions": attr.Switch("Whether a change of the password ends the user's sessions."),
			"totp_secret_wo":             attr.Secret("Secret of the user's authenticator app, in base 32", "totp_secret_wo_version", attr.Base32()),
			"totp_secret_wo_version":     attr.Version("totp_secret_wo"),
			"backup_codes_wo": schema.ListAttribute{
				Optional: true, Sensitive: true, WriteOnly: true, ElementType: types.StringType,
				MarkdownDescription: "Backup codes of the second factor.",
				Validators: []validator.List{
					listvalidator.SizeAtLeast(1), attr.NoNulls(), attr.Distinct(),
					listvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1)),
					listvalidator.AlsoRequires(path.MatchRoot("backup_codes_wo_version")),
				},
			},
			"backup_codes_wo_version": attr.Version("backup_codes_wo"),
			"id":                      attr.ID("user", "user_"),
		}),
	}
}

func text(description string, checks ...validator.String) schema.StringAttribute {
	return attr.Untold(attr.Text(description, checks...))
}

func username(description string) schema.StringAttribute {
	a := text(description)
	a.PlanModifiers = append([]planmodifier.String{attr.KeepEqual(strings.EqualFold)}, a.PlanModifiers...)
	return a
}

func identifierSet(description string, check attr.Check) schema.SetAttribute {
	return schema.SetAttribute{
		Optional: true, Computed: true, ElementType: types.StringType,
		MarkdownDescription: description,
		Validators:          []validator.Set{attr.NoNulls(), check},
		PlanModifiers:       []planmodifier.Set{attr.KeepEqualAddresses(), setplanmodifier.UseStateForUnknown(), attr.NullAtCreation()},
	}
}

func primary(set, description string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.String{attr.KeepEqual(attr.SameAddress), attr.KeepUnless(path.Root(set)), attr.NullAtCreation(path.Root(set))},
	}
}
