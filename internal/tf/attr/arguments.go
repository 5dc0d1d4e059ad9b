package attr

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The arguments that Clerk, its users or an application may set as well: one that is
// omitted is left as it is in Clerk.

// Text is an argument that is a text.
func Text(description string, checks ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: description,
		Validators:          checks,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// Flag is an argument that is true or false.
func Flag(description string) schema.BoolAttribute {
	return schema.BoolAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
	}
}

// Number is an argument that is an integer.
func Number(description string, checks ...validator.Int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional: true, Computed: true,
		MarkdownDescription: description,
		Validators:          checks,
		PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
	}
}

// Set is an argument that is a set of texts.
func Set(description string, checks ...validator.Set) schema.SetAttribute {
	return schema.SetAttribute{
		Optional: true, Computed: true, ElementType: types.StringType,
		MarkdownDescription: description,
		Validators:          checks,
		PlanModifiers:       []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
	}
}

// Time is an argument that is a time in RFC 3339.
func Time(description string) schema.StringAttribute {
	a := Text(description+" Compared at the millisecond, in any time zone.", Instant())
	a.PlanModifiers = append([]planmodifier.String{KeepEqual(SameInstant)}, a.PlanModifiers...)
	return a
}

// Immutable is a text that every object has from its creation on: a change replaces the object.
func Immutable(description string, checks ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		Required:            true,
		MarkdownDescription: description,
		Validators:          checks,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

// ImmutableAddress is Immutable of an address: its case and the space around it make no
// difference.
func ImmutableAddress(description string, checks ...validator.String) schema.StringAttribute {
	a := Immutable(description, checks...)
	a.PlanModifiers = append([]planmodifier.String{KeepEqual(SameAddress)}, a.PlanModifiers...)
	return a
}

// Untold is a text argument that Clerk leaves empty unless it is told.
func Untold(a schema.StringAttribute) schema.StringAttribute {
	a.PlanModifiers = append(a.PlanModifiers, NullAtCreation())
	return a
}

// Secret is a write-only argument, which goes with its version: Version.
func Secret(description, version string, checks ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Sensitive: true, WriteOnly: true,
		MarkdownDescription: description + ".",
		Validators:          append(checks, stringvalidator.AlsoRequires(path.MatchRoot(version))),
	}
}

// Version is the version of a write-only argument.
func Version(of string) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional:            true,
		MarkdownDescription: "Any number; a change of it sends `" + of + "` again.",
		Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot(of))},
	}
}

// Switch is a write-only flag.
func Switch(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true, WriteOnly: true, MarkdownDescription: description + " Clerk never returns it."}
}
