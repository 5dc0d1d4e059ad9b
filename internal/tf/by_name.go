package tf

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// ByName is how a data source finds one object, by its id or by its name, which several may have.
type ByName[T any] struct {
	Noun, Prefix string // such as "machine" and "mch_"
	Type         string // of the resource, without the provider's name: "machine"
	Get          func(ctx context.Context, c *clerk.Client, id string) (*T, error)
	Find         func(ctx context.Context, c *clerk.Client, name string) (*T, error)
	// Other is an argument that may be given in the place of both. Optional.
	Other string
	None  error // is in what Find returns if nothing has the name
}

// Attributes are the arguments id and name, of which exactly one is given, or the other.
func (b *ByName[T]) Attributes() map[string]schema.Attribute {
	given, named := []path.Expression{path.MatchRoot("id"), path.MatchRoot("name")}, "`id` and `name`"
	if b.Other != "" {
		given, named = append(given, path.MatchRoot(b.Other)), fmt.Sprintf("`id`, `name` and `%s`", b.Other)
	}
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: fmt.Sprintf("Id of the %s, `%s…`. Exactly one of %s is given.", b.Noun, b.Prefix, named),
			Validators:          []validator.String{stringvalidator.ExactlyOneOf(given...), attr.PathSegment()},
		},
		"name": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: fmt.Sprintf("Name of the %s, in upper and lower case as Clerk has it.", b.Noun),
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
	}
}

// Look finds the object that the arguments say, whole as Clerk's contract has it. The error is on the argument that was given.
func (b *ByName[T]) Look(ctx context.Context, c *clerk.Client, id, name types.String) (object *T, err error) {
	given := "id"
	if !id.IsNull() {
		object, err = b.Get(ctx, c, id.ValueString())
	} else {
		given = "name"
		object, err = b.Find(ctx, c, name.ValueString())
	}
	return b.Found(object, given, err)
}

// Found is the outcome of a lookup by an argument: an object that is whole, or an error on the argument.
func (b *ByName[T]) Found(object *T, given string, err error) (*T, error) {
	if errors.Is(err, b.None) {
		err = Hint(fmt.Sprintf("Check the %s, upper and lower case too, and that the provider's key is of the right instance. "+
			"Refer to a clerk_%s of this configuration by its attributes, so that it is created first.", given, b.Type), err)
	}
	if err != nil {
		return nil, At(given, err)
	}
	return object, Whole(object)
}
