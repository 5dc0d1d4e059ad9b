package tf

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// The arguments that Clerk, its users or an application may set as well: one that is
// omitted is left as it is in Clerk.

// TextArgument is an argument that is a text.
func TextArgument(description string, checks ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: description,
		Validators:          checks,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// UntoldArgument is a text argument that Clerk leaves empty unless it is told.
func UntoldArgument(a schema.StringAttribute) schema.StringAttribute {
	a.PlanModifiers = append(a.PlanModifiers, NullAtCreation())
	return a
}

// SwitchArgument is a write-only flag.
func SwitchArgument(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true, WriteOnly: true, MarkdownDescription: description + " Clerk never returns it."}
}
