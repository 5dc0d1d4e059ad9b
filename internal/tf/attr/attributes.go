// Package attr holds what schemas are made of: the shapes of the attributes that many
// types have, the validators and plan modifiers of arguments, and the sentences that
// several descriptions share. It knows Terraform's values and what may stand in them,
// and neither the client nor what an object's state is read from: that is package tf,
// which stands on this one.
//
// The framework has a package attr as well. It is imported as fwattr everywhere, so
// that attr means this one.
package attr

import (
	"fmt"
	"maps"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ID is the attribute id of a resource: "Id of the redirect URL, `ru_…`."
func ID(noun, prefix string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: fmt.Sprintf("Id of the %s, `%s…`.", noun, prefix),
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// With are attributes, and others in the place of some.
func With[A any](attributes, others map[string]A) map[string]A {
	all := map[string]A{}
	maps.Copy(all, attributes)
	maps.Copy(all, others)
	return all
}

// Shown is a text in a record of a data source.
func Shown(description string) dataschema.StringAttribute {
	return dataschema.StringAttribute{Computed: true, MarkdownDescription: description}
}

// ShownNumber is a number in a record of a data source.
func ShownNumber(description string) dataschema.Int64Attribute {
	return dataschema.Int64Attribute{Computed: true, MarkdownDescription: description}
}

// ShownFlag is a flag in a record of a data source.
func ShownFlag(description string) dataschema.BoolAttribute {
	return dataschema.BoolAttribute{Computed: true, MarkdownDescription: description}
}

// ShownSet is a set of texts, or of other values, in a record of a data source.
func ShownSet(element fwattr.Type, description string) dataschema.SetAttribute {
	return dataschema.SetAttribute{Computed: true, ElementType: element, MarkdownDescription: description}
}

// AllShown are the attributes of a data source that shows all that a resource has.
func AllShown(attributes map[string]schema.Attribute) map[string]dataschema.Attribute {
	all := map[string]dataschema.Attribute{}
	for name, a := range attributes {
		description := a.GetMarkdownDescription()
		switch typ := a.GetType(); typ {
		case types.StringType:
			all[name] = Shown(description)
		case types.Int64Type:
			all[name] = ShownNumber(description)
		case types.BoolType:
			all[name] = ShownFlag(description)
		default:
			if set, ok := typ.(types.SetType); ok {
				all[name] = ShownSet(set.ElemType, description)
			}
		}
	}
	return all
}

// IDIdentity is the identity of an object that its id alone identifies.
func IDIdentity(description string) identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: description},
	}}
}
