package attr

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// queryDescription is that of the argument query.
const queryDescription = "Only those whose id this is, or whose name or key has it as a part, in any case."

// Search are the arguments query and order_by of a data source of objects that
// have a name and a key.
func Search() map[string]schema.Attribute {
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
