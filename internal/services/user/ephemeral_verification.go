package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// wrongIsNoError is a sentence of both verifications' descriptions.
const wrongIsNoError = "`verified` is `false` for a wrong one, which is no error: a precondition or a check block can say what follows from it."

type passwordVerificationModel struct {
	UserID   types.String `tfsdk:"user_id"`
	Password types.String `tfsdk:"password"`
	Verified types.Bool   `tfsdk:"verified"`
}

// NewPasswordVerification is the ephemeral resource clerk_password_verification.
func NewPasswordVerification() ephemeral.EphemeralResource {
	return passwordVerification.EphemeralResource()
}

var passwordVerification = tf.Ephemeral[passwordVerificationModel]{
	Type: "password_verification",
	Schema: schema.Schema{
		MarkdownDescription: "Whether a password is a user's. " + wrongIsNoError + " A user who has no password is an error.\n\n" + attr.OpensAnew,
		Attributes: map[string]schema.Attribute{
			"user_id": verifiedUser(),
			"password": schema.StringAttribute{
				Required: true, Sensitive: true,
				MarkdownDescription: "The password to verify; best from an `ephemeral` variable.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"verified": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether it is the user's password."},
		},
	},
	Doing: "verify the password of user", About: "user_id",
	Open: func(ctx context.Context, c *clerk.Client, m passwordVerificationModel) (passwordVerificationModel, string, error) {
		ok, err := c.Users.VerifyPassword(ctx, m.UserID.ValueString(), m.Password.ValueString())
		m.Verified = types.BoolValue(ok)
		return m, "", atVerifiedUser(err)
	},
}

type totpVerificationModel struct {
	UserID   types.String `tfsdk:"user_id"`
	Code     types.String `tfsdk:"code"`
	Verified types.Bool   `tfsdk:"verified"`
}

// NewTOTPVerification is the ephemeral resource clerk_totp_verification.
func NewTOTPVerification() ephemeral.EphemeralResource { return totpVerification.EphemeralResource() }

var totpVerification = tf.Ephemeral[totpVerificationModel]{
	Type: "totp_verification",
	Schema: schema.Schema{
		MarkdownDescription: "Whether a code is what a user's authenticator app shows. " + wrongIsNoError + " A user without an authenticator app is an error.\n\n" +
			attr.OpensAnew + " A code is good for half a minute, so one that was right in the plan may be wrong in a later apply.\n\n" +
			"Backup codes are refused before anything is sent, because opening would use them up. " +
			"They are told apart by their form: give no user a backup code of six digits.",
		Attributes: map[string]schema.Attribute{
			"user_id": verifiedUser(),
			"code": schema.StringAttribute{
				Required: true, Sensitive: true,
				MarkdownDescription: "The six digits to verify; best from an `ephemeral` variable.",
				Validators:          []validator.String{attr.TOTPCode()},
			},
			"verified": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the user's authenticator app shows this code."},
		},
	},
	Doing: "verify the code of user", About: "user_id",
	Open: func(ctx context.Context, c *clerk.Client, m totpVerificationModel) (totpVerificationModel, string, error) {
		ok, err := c.Users.VerifyTOTP(ctx, m.UserID.ValueString(), m.Code.ValueString())
		m.Verified = types.BoolValue(ok)
		return m, "", atVerifiedUser(err)
	},
}

func verifiedUser() schema.StringAttribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: "Id of the user, `user_…`.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}
}

// atVerifiedUser says that it is the fault of user_id if there is no such user,
// or nothing of the user's to verify.
func atVerifiedUser(err error) error {
	if e, ok := rest.AsError(err); ok && (e.Has("no_password_set") || e.Has("totp_disabled")) {
		return tf.At("user_id", err)
	}
	return atUser(err)
}
