package tf

import (
	"iter"
	"math/big"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"

	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
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

// locate finds the argument of one of Clerk's fields: one of the same name, or, where it
// takes several values, of that name's plural.
func locate[A any](arguments map[string]A) func(param string) (path.Path, bool) {
	return func(param string) (path.Path, bool) {
		for _, name := range []string{param, Plural(param)} {
			if _, ok := arguments[name]; ok {
				return path.Root(name), true
			}
		}
		return path.Path{}, false
	}
}

// LimitArgument is the argument that limits a data source of many objects, which the noun
// names in the plural. Limited keeps to it.
func LimitArgument(noun string) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional:            true,
		MarkdownDescription: "Most " + noun + " to read. Without it, all of them are read, page by page.",
		Validators:          []validator.Int64{int64validator.AtLeast(1)},
	}
}

// Limited are the first of some objects, as many as the argument limit says.
func Limited[T any](all iter.Seq2[T, error], q Query) iter.Seq2[T, error] {
	limit := q.Number("limit")
	if limit == 0 {
		return all
	}
	return func(yield func(T, error) bool) {
		n := int64(0)
		for object, err := range all {
			if n++; !yield(object, err) || n == limit {
				return
			}
		}
	}
}

// Query are the arguments of a list, by name.
type Query map[string]tftypes.Value

// newQuery are the arguments in a configuration.
func newQuery(config tftypes.Value) Query { return valuesOf(config) }

// String is an argument of type string, or "".
func (q Query) String(name string) (s string) {
	q.read(name, &s)
	return s
}

// Bool is an argument of type bool, or false.
func (q Query) Bool(name string) (b bool) {
	q.read(name, &b)
	return b
}

// Millis is an argument that is an RFC 3339 time, in Unix milliseconds; nil without it.
func (q Query) Millis(name string) *int64 {
	t, err := time.Parse(time.RFC3339, q.String(name))
	if err != nil {
		return nil
	}
	return new(t.UnixMilli())
}

// Flag is an argument of type bool; nil without it.
func (q Query) Flag(name string) (b *bool) {
	if v, ok := q[name]; ok && !v.IsNull() {
		b = new(q.Bool(name))
	}
	return b
}

// Strings are the values of an argument that has several, sorted.
func (q Query) Strings(name string) (all []string) {
	var values []tftypes.Value
	q.read(name, &values)
	for _, v := range values {
		if s := (Query{"": v}).String(""); s != "" {
			all = append(all, s)
		}
	}
	slices.Sort(all)
	return all
}

// Number is an integer, or 0.
func (q Query) Number(name string) int64 {
	var n *big.Float
	q.read(name, &n)
	if n == nil {
		return 0
	}
	i, _ := n.Int64()
	return i
}

// read leaves what it reads into as it is where the argument is of another type.
func (q Query) read(name string, into any) {
	if v, ok := q[name]; ok && v.IsKnown() && !v.IsNull() {
		_ = v.As(into)
	}
}

// OfExisting are the objects of one that an argument names, and that has to exist.
func OfExisting[T any](argument string, all iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for object, err := range all {
			if rest.IsNotFound(err) {
				err = At(argument, err)
			}
			if !yield(object, err) {
				return
			}
		}
	}
}
