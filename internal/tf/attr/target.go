package attr

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Target is the argument that says to which object something is done.
func Target(noun, prefix string) schema.StringAttribute {
	return schema.StringAttribute{
		Required:            true,
		MarkdownDescription: fmt.Sprintf("Id of the %s, `%s…`.", noun, prefix),
		Validators:          []validator.String{PathSegment()},
	}
}
