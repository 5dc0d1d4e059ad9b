package identifier

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Record are the attributes that the data sources of both kinds have.
type Record struct {
	Model
	Reserved             types.Bool   `tfsdk:"reserved"`
	VerificationStrategy types.String `tfsdk:"verification_strategy"`
	CreatedAt            types.String `tfsdk:"created_at"`
	UpdatedAt            types.String `tfsdk:"updated_at"`
}

// newRecord reads an address.
func newRecord(a *Address) Record {
	strategy, _ := a.Verified()
	return Record{
		Model:                NewModel(a),
		Reserved:             types.BoolValue(a.Reserved),
		VerificationStrategy: types.StringValue(strategy),
		CreatedAt:            tf.Time(a.CreatedAt),
		UpdatedAt:            tf.Time(a.UpdatedAt),
	}
}

// recordAttributes are the attributes of Record, and the address itself. Exactly
// one of it and the id is given.
func (k Kind) recordAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: fmt.Sprintf("Id of the %s, `idn_…`. Exactly one of `id` and `%s` is given.", k.Noun, k.Attribute),
			Validators: []validator.String{
				stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot(k.Attribute)), attr.PathSegment(),
			},
		},
		k.Attribute: schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: fmt.Sprintf("The %s itself; case and surrounding space do not matter.", k.Noun),
			Validators:          []validator.String{k.Check},
		},
		"user_id":               attr.Shown("Id of the user, `user_…`."),
		"verified":              attr.ShownFlag("Whether it is verified."),
		"verification_strategy": attr.Shown("How it was verified, such as `admin` or `email_code`; empty if it is not."),
		"primary":               schema.BoolAttribute{Computed: true, MarkdownDescription: fmt.Sprintf("Whether it is the primary %s of the user.", k.Noun)},
		"reserved":              attr.ShownFlag("Whether it is reserved: not verified, but good for signing in, and held by no other user."),
		"created_at":            attr.Shown("When it was created, RFC 3339."),
		"updated_at":            attr.Shown("When it was last changed, RFC 3339."),
	}
}
