package usermetadata

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const nullProblem = "A key of the object is null. In a merge, null removes a key, which taking it out of the configuration does too. Take it out, or give it a value."

type noNull struct{}

var _ validator.String = noNull{}

// Description says what the validator demands.
func (noNull) Description(context.Context) string { return "No key is null." }

// MarkdownDescription is Description.
func (v noNull) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString refuses null, without repeating a value that may be secret.
func (noNull) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if hasNull(parse(req.ConfigValue.ValueString())) {
		resp.Diagnostics.AddAttributeError(req.Path, "A key without a value", nullProblem)
	}
}

// refuseNull says the same of a plan whose values are all known.
func refuseNull(plan model) error {
	for name, value := range map[string]types.String{
		"public_metadata": plan.PublicMetadata, "private_metadata": plan.PrivateMetadata, "unsafe_metadata": plan.UnsafeMetadata,
	} {
		if hasNull(parse(value.ValueString())) {
			return tf.At(name, errors.New(nullProblem))
		}
	}
	return nil
}
