package user

import (
	"cmp"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type model struct {
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
	PublicMetadata      types.String `tfsdk:"public_metadata"`
	PrivateMetadata     types.String `tfsdk:"private_metadata"`
	UnsafeMetadata      types.String `tfsdk:"unsafe_metadata"`
	Banned              types.Bool   `tfsdk:"banned"`
	Locked              types.Bool   `tfsdk:"locked"`
	CreatedAt           types.String `tfsdk:"created_at"`
}

var object = tf.Object[model, *clerk.User]{
	Noun:  "user",
	Model: newModel,
	ID:    func(m model) types.String { return m.ID },
	Label: label,
	Arguments: map[string]string{
		"email_address":            "email_addresses",
		"phone_number":             "phone_numbers",
		"primary_email_address_id": "primary_email_address",
		"primary_phone_number_id":  "primary_phone_number",
	},
}

// label is how a person would name the user.
func label(m model) types.String {
	var address string
	if all := tf.Strings(m.EmailAddresses); len(all) > 0 {
		address = all[0]
	}
	return types.StringValue(cmp.Or(m.PrimaryEmailAddress.ValueString(), address, m.Username.ValueString(), m.ExternalID.ValueString()))
}

// newModel reads a user. Of addresses and numbers it keeps those that the prior
// model mentions, and private metadata only if the prior model has it: what an
// application stores there is no business of the state's. A state that holds
// nothing but an id was made by an import, which brings everything.
func newModel(prior model, u *clerk.User) model {
	m := model{
		ID:                  types.StringValue(u.ID),
		EmailAddresses:      tf.Present(prior.EmailAddresses, emailAddresses(u)),
		PrimaryEmailAddress: tf.Keep(prior.PrimaryEmailAddress, types.StringValue(u.PrimaryEmailAddress()), tf.SameAddress),
		PhoneNumbers:        tf.Present(prior.PhoneNumbers, phoneNumbers(u)),
		PrimaryPhoneNumber:  tf.Keep(prior.PrimaryPhoneNumber, types.StringValue(u.PrimaryPhoneNumber()), tf.SameAddress),
		Username:            tf.String(u.Username),
		ExternalID:          tf.String(u.ExternalID),
		FirstName:           tf.String(u.FirstName),
		LastName:            tf.String(u.LastName),
		Locale:              tf.String(u.Locale),
		PublicMetadata:      tf.Keep(prior.PublicMetadata, tf.JSON(u.PublicMetadata), tf.SameJSON),
		UnsafeMetadata:      tf.Keep(prior.UnsafeMetadata, tf.JSON(u.UnsafeMetadata), tf.SameJSON),
		Banned:              types.BoolValue(u.Banned),
		Locked:              types.BoolValue(u.Locked),
		CreatedAt:           tf.Keep(prior.CreatedAt, tf.Time(u.CreatedAt), tf.SameInstant),
	}
	imported := prior.CreatedAt.IsNull()
	if imported {
		m.EmailAddresses = tf.StringSet(emailAddresses(u))
		m.PhoneNumbers = tf.StringSet(phoneNumbers(u))
	}
	if mentioned := !prior.PrivateMetadata.IsNull() && !prior.PrivateMetadata.IsUnknown(); imported || mentioned {
		m.PrivateMetadata = tf.Keep(prior.PrivateMetadata, tf.JSON(u.PrivateMetadata), tf.SameJSON)
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

// createParams is the one request that creates the user. What is empty or false
// is so in a new user; sending it could meet a plan that lacks the feature.
func createParams(plan model) clerk.CreateUserParams {
	p := clerk.CreateUserParams{
		ExternalID:      tf.Given(plan.ExternalID),
		FirstName:       tf.Given(plan.FirstName),
		LastName:        tf.Given(plan.LastName),
		Locale:          tf.Given(plan.Locale),
		Username:        tf.Given(plan.Username),
		CreatedAt:       tf.Given(plan.CreatedAt),
		EmailAddresses:  primaryFirst(plan.EmailAddresses, plan.PrimaryEmailAddress),
		PhoneNumbers:    primaryFirst(plan.PhoneNumbers, plan.PrimaryPhoneNumber),
		PublicMetadata:  metadata(plan.PublicMetadata),
		PrivateMetadata: metadata(plan.PrivateMetadata),
		UnsafeMetadata:  metadata(plan.UnsafeMetadata),
	}
	if plan.Banned.ValueBool() {
		p.Banned = clerk.Value(true)
	}
	if plan.Locked.ValueBool() {
		p.Locked = clerk.Value(true)
	}
	return p
}

func metadata(v types.String) json.RawMessage { return json.RawMessage(v.ValueString()) }

// profileParams is what an update sends to PATCH /users/{user_id}, and whether
// that is anything.
func profileParams(in tf.Input[model]) (clerk.UpdateUserParams, bool) {
	var p clerk.UpdateUserParams
	for _, field := range []struct {
		config, plan, state types.String
		param               *clerk.Optional[string]
	}{
		{in.Config.ExternalID, in.Plan.ExternalID, in.State.ExternalID, &p.ExternalID},
		{in.Config.FirstName, in.Plan.FirstName, in.State.FirstName, &p.FirstName},
		{in.Config.LastName, in.Plan.LastName, in.State.LastName, &p.LastName},
		{in.Config.Locale, in.Plan.Locale, in.State.Locale, &p.Locale},
		{in.Config.Username, in.Plan.Username, in.State.Username, &p.Username},
		{in.Config.CreatedAt, in.Plan.CreatedAt, in.State.CreatedAt, &p.CreatedAt},
	} {
		if tf.Changed(field.config, field.plan, field.state) {
			*field.param = tf.Clear(field.plan)
		}
	}
	return p, p != clerk.UpdateUserParams{}
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
	if tf.Changed(in.Config.UnsafeMetadata, in.Plan.UnsafeMetadata, in.State.UnsafeMetadata) {
		m.Unsafe = metadata(in.Plan.UnsafeMetadata)
	}
	return m, m.Public != nil || m.Private != nil || m.Unsafe != nil
}
