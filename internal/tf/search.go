package tf

import (
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"

	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// queryDescription is that of the argument query.
const queryDescription = "Only those whose id this is, or whose name or key has it as a part, in any case."

// SearchArguments are the arguments query and order_by of a data source of objects that
// have a name and a key.
func SearchArguments() map[string]schema.Attribute {
	var orders []string
	for _, field := range []string{"created_at", "name", "key"} {
		orders = append(orders, field, "+"+field, "-"+field)
	}
	return map[string]schema.Attribute{
		"query": schema.StringAttribute{
			Optional: true, MarkdownDescription: queryDescription,
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"order_by": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Order: `created_at`, `name` or `key`, with `-` before it for descending. Defaults to `-created_at`.",
			Validators:          []validator.String{stringvalidator.OneOf(orders...)},
		},
	}
}

// SearchSchema is the schema of a list resource with the argument query.
func SearchSchema(description string) *listschema.Schema {
	return &listschema.Schema{MarkdownDescription: description, Attributes: map[string]listschema.Attribute{
		"query": listschema.StringAttribute{
			Optional: true, MarkdownDescription: queryDescription,
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		},
	}}
}

// Search is what the arguments query and order_by say.
func (q Query) Search() clerk.Search {
	return clerk.Search{Query: q.String("query"), OrderBy: q.String("order_by")}
}

// WhereEnabled is a list of what an instance can have turned off, such as organizations,
// or what its plan may lack. There it is empty, since Clerk refuses to list anything. It
// is for list resources, so that a query or an export of everything does not fail.
func WhereEnabled[T any](objects iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for object, err := range objects {
			answer, ok := rest.AsError(err)
			off := ok && slices.ContainsFunc([]string{"organization_not_enabled_in_instance", "organization_domains_not_enabled", "unsupported_subscription_plan_features"}, answer.Has)
			if off || !yield(object, err) {
				return
			}
		}
	}
}
