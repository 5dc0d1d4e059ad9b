package tf

import (
	"context"
	"iter"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Listing says what a list resource finds.
type Listing[M, T any] struct {
	// Objects are read no further than Terraform asks for results.
	Objects iter.Seq2[T, error]
	// Name is how a person recognises an object. Nil means its label.
	Name func(*T) string
	// Adjust changes the model that is listed. Nil leaves it as an import gives it.
	Adjust func(M) M
	// Locate finds the argument of one of Clerk's fields. Nil finds none.
	Locate func(param string) (path.Path, bool)
}

// ListConfig reads a list resource's configuration. Where that fails, the stream
// says so, and ok is false.
func ListConfig[C any](ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) (config C, ok bool) {
	diags := req.Config.Get(ctx, &config)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
	}
	return config, !diags.HasError()
}

// List is the body of a list resource's List: each object as an import would
// bring it, at most as many as Terraform asks for.
func List[M, T any](ctx context.Context, req list.ListRequest, stream *list.ListResultsStream, o Object[M, *T], listing Listing[M, T]) {
	stream.Results = func(push func(list.ListResult) bool) {
		var pushed int64
		for object, err := range listing.Objects {
			if err != nil {
				var diags diag.Diagnostics
				Report(&diags, "Could not list the "+Plural(o.Noun), err, listing.Locate)
				push(list.ListResult{Diagnostics: diags})
				return
			}
			pushed++
			if !push(listed(ctx, req, o, listing, &object)) || pushed == req.Limit {
				return
			}
		}
	}
}

func listed[M, T any](ctx context.Context, req list.ListRequest, o Object[M, *T], listing Listing[M, T], object *T) list.ListResult {
	var nothing M
	m, lacking := o.read(nothing, nothing, object)
	result := req.NewListResult(ctx)
	if err := lacksError(lacking); err != nil {
		o.report(ctx, &result.Diagnostics, "list", m, err, req.Config)
	}
	result.DisplayName = o.Label(m).ValueString()
	if listing.Name != nil {
		result.DisplayName = listing.Name(object)
	}
	result.DisplayName = Printable(result.DisplayName)
	o.identify(ctx, &result.Diagnostics, m, result.Identity)
	if req.IncludeResource {
		if listing.Adjust != nil {
			m = listing.Adjust(m)
		}
		raw, ok := encode(ctx, reflect.ValueOf(m), result.Resource.Raw.Type())
		if !ok { // the framework says what is wrong with it
			result.Diagnostics.Append(result.Resource.Set(ctx, m)...)
			return result
		}
		if past, ok := ctx.Value(listedKey{}).(*Listed); ok {
			raw = past.put(raw)
		}
		result.Resource.Raw = raw
	}
	return result
}

// Plural is the plural of a noun.
func Plural(noun string) string {
	switch {
	case strings.HasSuffix(noun, "settings"):
		return noun
	case strings.HasSuffix(noun, "s"):
		return noun + "es"
	case strings.HasSuffix(noun, "ry"):
		return strings.TrimSuffix(noun, "y") + "ies"
	}
	return noun + "s"
}

// Generator is a resource that says which of an imported object's arguments a
// person would have written. The framework takes them all.
type Generator interface {
	// GenerateConfig takes the others out of the configuration that Terraform
	// generates.
	GenerateConfig(ctx context.Context, config *tfsdk.State) diag.Diagnostics
}

// GenerateConfig is the body of a resource's GenerateConfig.
func GenerateConfig[M any](ctx context.Context, config *tfsdk.State, written func(M) M) diag.Diagnostics {
	var all M
	diags := Get(ctx, *config, &all)
	if !diags.HasError() {
		diags.Append(Set(ctx, config, written(all))...)
	}
	return diags
}

// OmitDefault is a string, or null where it is what an omitted argument stands for.
func OmitDefault(ordinary string, v types.String) types.String {
	if v.ValueString() == ordinary {
		return types.StringNull()
	}
	return v
}

// OmitDefaultBool is OmitDefault for a switch.
func OmitDefaultBool(ordinary bool, v types.Bool) types.Bool {
	if v.ValueBool() == ordinary {
		return types.BoolNull()
	}
	return v
}

// OmitDefaultInt is OmitDefault for a number.
func OmitDefaultInt(ordinary int64, v types.Int64) types.Int64 {
	if v.ValueInt64() == ordinary {
		return types.Int64Null()
	}
	return v
}
