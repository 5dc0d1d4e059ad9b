package user

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// record is a user as the data sources show it.
type record struct {
	ID                  types.String `tfsdk:"id"`
	EmailAddresses      types.Set    `tfsdk:"email_addresses"`
	PrimaryEmailAddress types.String `tfsdk:"primary_email_address"`
	PhoneNumbers        types.Set    `tfsdk:"phone_numbers"`
	PrimaryPhoneNumber  types.String `tfsdk:"primary_phone_number"`
	Username            types.String `tfsdk:"username"`
	ExternalID          types.String `tfsdk:"external_id"`
	FirstName           types.String `tfsdk:"first_name"`
	LastName            types.String `tfsdk:"last_name"`
	Locale              types.String `tfsdk:"locale"`
	ImageURL            types.String `tfsdk:"image_url"`
	HasImage            types.Bool   `tfsdk:"has_image"`
	PublicMetadata      types.String `tfsdk:"public_metadata"`
	UnsafeMetadata      types.String `tfsdk:"unsafe_metadata"`
	PasswordEnabled     types.Bool   `tfsdk:"password_enabled"`
	TwoFactorEnabled    types.Bool   `tfsdk:"two_factor_enabled"`
	Banned              types.Bool   `tfsdk:"banned"`
	Locked              types.Bool   `tfsdk:"locked"`
	LastSignInAt        types.String `tfsdk:"last_sign_in_at"`
	LastActiveAt        types.String `tfsdk:"last_active_at"`
	CreatedAt           types.String `tfsdk:"created_at"`
	UpdatedAt           types.String `tfsdk:"updated_at"`
}

func newRecord(u *clerk.User) record {
	return record{
		ID:                  types.StringValue(u.ID),
		EmailAddresses:      tf.StringSet(emailAddresses(u)),
		PrimaryEmailAddress: types.StringValue(u.PrimaryEmailAddress()),
		PhoneNumbers:        tf.StringSet(phoneNumbers(u)),
		PrimaryPhoneNumber:  types.StringValue(u.PrimaryPhoneNumber()),
		Username:            tf.String(u.Username),
		ExternalID:          tf.String(u.ExternalID),
		FirstName:           tf.String(u.FirstName),
		LastName:            tf.String(u.LastName),
		Locale:              tf.String(u.Locale),
		ImageURL:            types.StringValue(u.ImageURL),
		HasImage:            types.BoolValue(u.HasImage),
		PublicMetadata:      tf.JSON(u.PublicMetadata),
		UnsafeMetadata:      tf.JSON(u.UnsafeMetadata),
		PasswordEnabled:     types.BoolValue(u.PasswordEnabled),
		TwoFactorEnabled:    types.BoolValue(u.TwoFactorEnabled),
		Banned:              types.BoolValue(u.Banned),
		Locked:              types.BoolValue(u.Locked),
		LastSignInAt:        tf.OptionalTime(u.LastSignInAt),
		LastActiveAt:        tf.OptionalTime(u.LastActiveAt),
		CreatedAt:           tf.Time(u.CreatedAt),
		UpdatedAt:           tf.Time(u.UpdatedAt),
	}
}

func recordAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	flag := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
	}
	set := func(description string) schema.SetAttribute {
		return schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"id":                    text("Id of the user, `user_…`."),
		"email_addresses":       set("All email addresses of the user."),
		"primary_email_address": text("The address that Clerk writes to; empty if there is none."),
		"phone_numbers":         set("All phone numbers of the user, in E.164 form."),
		"primary_phone_number":  text("The number that Clerk writes to; empty if there is none."),
		"username":              text("Username; empty if there is none."),
		"external_id":           text("Id of the user in a system of your own; empty if there is none."),
		"first_name":            text("First name; empty if there is none."),
		"last_name":             text("Last name; empty if there is none."),
		"locale":                text("Locale as a BCP 47 tag; empty if there is none."),
		"image_url":             text("URL of the user's picture, or of one that Clerk made."),
		"has_image":             flag("Whether the user has a picture of their own."),
		"public_metadata":       text("Metadata that the backend writes and the user's browser can read, a JSON object; read it with `jsondecode`."),
		"unsafe_metadata":       text("Metadata that the user's browser can write, a JSON object; read it with `jsondecode`."),
		"password_enabled":      flag("Whether the user has a password."),
		"two_factor_enabled":    flag("Whether the user signs in with a second factor."),
		"banned":                flag("Whether the user is banned."),
		"locked":                flag("Whether the user is locked out now."),
		"last_sign_in_at":       text("When the user last signed in, RFC 3339; null if never."),
		"last_active_at":        text("The day on which the user was last active, RFC 3339; null if never."),
		"created_at":            text("When the user signed up, RFC 3339."),
		"updated_at":            text("When the user was last changed, RFC 3339."),
	}
}
