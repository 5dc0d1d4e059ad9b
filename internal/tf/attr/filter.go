package attr

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Filter is an argument that chooses among objects, or orders them. Several values are a
// set in a data source, and a list in a list resource, which can have no sets.
type Filter struct {
	Description string
	Flag        bool               // true or false
	Values      bool               // several exact values, of which Clerk takes a hundred
	Checks      []validator.String // of each value
	With        string             // the argument without which it means nothing
}

// Filters are arguments by name.
type Filters map[string]Filter

// notEmpty is the check of a text that has to say something.
var notEmpty = []validator.String{stringvalidator.LengthAtLeast(1)}

// FilterByValues is a filter by several exact values.
func FilterByValues(description string) Filter {
	return Filter{Description: description, Values: true, Checks: notEmpty}
}

// FilterByText is a filter by a text, or by a part of one.
func FilterByText(description string) Filter {
	return Filter{Description: description, Checks: notEmpty}
}

// OrderBy is the argument that orders a list by one of these fields of Clerk's.
func OrderBy(description string, fields ...string) Filter {
	var orders []string
	for _, field := range fields {
		orders = append(orders, field, "+"+field, "-"+field)
	}
	return Filter{Description: description, Checks: []validator.String{stringvalidator.OneOf(orders...)}}
}

// Attributes are the filters as arguments of a data source.
func (f Filters) Attributes() map[string]schema.Attribute {
	a := map[string]schema.Attribute{}
	for name, one := range f {
		a[name] = one.attribute()
	}
	return a
}

// ListAttributes are the filters as arguments of a list resource.
func (f Filters) ListAttributes() map[string]listschema.Attribute {
	a := map[string]listschema.Attribute{}
	for name, one := range f {
		a[name] = one.listAttribute()
	}
	return a
}

func (f Filter) attribute() schema.Attribute {
	switch {
	case f.Flag:
		return schema.BoolAttribute{Optional: true, MarkdownDescription: f.Description}
	case f.Values:
		checks := []validator.Set{setvalidator.SizeBetween(1, 100), NoNulls(), setvalidator.ValueStringsAre(f.Checks...)}
		if f.With != "" {
			checks = append(checks, setvalidator.AlsoRequires(path.MatchRoot(f.With)))
		}
		return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: f.Description, Validators: checks}
	}
	return schema.StringAttribute{Optional: true, MarkdownDescription: f.Description, Validators: f.single()}
}

func (f Filter) listAttribute() listschema.Attribute {
	switch {
	case f.Flag:
		return listschema.BoolAttribute{Optional: true, MarkdownDescription: f.Description}
	case f.Values:
		checks := []validator.List{listvalidator.SizeBetween(1, 100), NoNulls(), listvalidator.ValueStringsAre(f.Checks...)}
		if f.With != "" {
			checks = append(checks, listvalidator.AlsoRequires(path.MatchRoot(f.With)))
		}
		return listschema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: f.Description, Validators: checks}
	}
	return listschema.StringAttribute{Optional: true, MarkdownDescription: f.Description, Validators: f.single()}
}

func (f Filter) single() []validator.String {
	if f.With == "" {
		return f.Checks
	}
	return append([]validator.String{stringvalidator.AlsoRequires(path.MatchRoot(f.With))}, f.Checks...)
}

// Limit is the argument that limits a data source of many objects, which the noun
// names in the plural. tf.Limited keeps to it.
func Limit(noun string) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional:            true,
		MarkdownDescription: "Most " + noun + " to read. Without it, all of them are read, page by page.",
		Validators:          []validator.Int64{int64validator.AtLeast(1)},
	}
}
