package metadata

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

type noNull struct{}

var _ validator.String = noNull{}

// Description says what the validator demands.
func (noNull) Description(context.Context) string { return "No key is null." }

// MarkdownDescription is Description.
func (v noNull) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString refuses null, without repeating a value that may be secret.
func (noNull) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if hasNull(parse(req.ConfigValue.ValueString())) {
		resp.Diagnostics.AddAttributeError(req.Path, "A key without a value", "A key of the object is null. In a merge, null removes a key, which taking it out of the configuration does too. Take it out, or give it a value.")
	}
}
