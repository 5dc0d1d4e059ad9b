// Package machine models the machines of an application, which are services that prove to
// each other who they are by tokens, and what they have access to.
package machine

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_machine.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_machine.
func NewListResource() list.ListResource { return kind.ListResource() }

type model struct {
	ID              types.String `tfsdk:"id"`
	Name            types.String `tfsdk:"name"`
	DefaultTokenTTL types.Int64  `tfsdk:"default_token_ttl"`
}

func newModel(m *clerk.Machine) model {
	out := model{ID: types.StringValue(m.ID), Name: types.StringValue(m.Name)}
	if m.DefaultTokenTTL != 0 { // Clerk may leave it out
		out.DefaultTokenTTL = types.Int64Value(m.DefaultTokenTTL)
	}
	return out
}

const (
	noun   = "machine"
	prefix = "mch_"
	// The lifetime of a token, in seconds: what it is unless a machine says otherwise, and at most.
	defaultTTL, longestTTL = 3600, 315360000
	// longestName is in characters.
	longestName = 255
)

var kind = tf.Kind[model, clerk.Machine]{
	Object: tf.Object[model, *clerk.Machine]{
		Noun: noun, Type: "machine",
		Model: func(_ model, m *clerk.Machine) model { return newModel(m) },
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String { return m.Name },
	},
	IDPrefix: prefix,
	Schema: schema.Schema{
		MarkdownDescription: "A machine: a service of an application that proves to others who it is by tokens. `clerk_machine_scope` gives it access to another machine.\n\n" +
			"Its secret key, with which it asks for tokens, is never stored: the ephemeral resource `clerk_machine_secret_key` reads it, and the action `clerk_machine_rotate_secret_key` replaces it.\n\n" +
			"Several machines may have one name. If the answer to a creation is lost, the machine is found again where no other has its name; otherwise the error says so, and nothing is created twice.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the machine, up to 255 characters.",
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, longestName)},
			},
			"default_token_ttl": attr.Number("How long the machine's tokens are valid unless they are asked for with another lifetime, in seconds, from 1 to 315360000. Clerk's default is 3600, an hour.",
				int64validator.Between(1, longestTTL)),
			"id": attr.ID(noun, prefix),
		},
	},
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.Machine, error) {
		return c.Machines.Create(ctx, clerk.CreateMachineParams{
			Name: in.Plan.Name.ValueString(), DefaultTokenTTL: tf.ChangedNumber(in.Config.DefaultTokenTTL, in.Plan.DefaultTokenTTL, in.State.DefaultTokenTTL),
		})
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.Machine, error) {
		return c.Machines.Get(ctx, state.ID.ValueString())
	},
	Update: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.Machine, error) {
		return c.Machines.Update(ctx, in.State.ID.ValueString(), clerk.UpdateMachineParams{
			Name:            tf.ChangedString(in.Config.Name, in.Plan.Name, in.State.Name),
			DefaultTokenTTL: tf.ChangedNumber(in.Config.DefaultTokenTTL, in.Plan.DefaultTokenTTL, in.State.DefaultTokenTTL),
		})
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.Machines.Delete(ctx, in.State.ID.ValueString())
	},
	Key: &tf.Key[clerk.Machine]{
		Attribute: "name", Example: "reports",
		Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.Machine, error) {
			if name == "" {
				return nil, fmt.Errorf("%w %q", clerk.ErrNoMachine, name)
			}
			return c.Machines.Find(ctx, name)
		},
		ID: func(m *clerk.Machine) string { return m.ID },
	},
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "The machines of the instance, all of them or those that match.",
		Attributes:          filters.ListAttributes(),
	},
	All: search,
	Written: func(m model) model {
		m.DefaultTokenTTL = tf.OmitDefaultInt(defaultTTL, m.DefaultTokenTTL)
		return m
	},
}

func search(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.Machine, error] {
	return c.Machines.Search(ctx, q.Search())
}

// filters are the filters of Clerk's list, and its order.
var filters = attr.Filters{
	"query":    attr.FilterByText("The id of a machine, or part of a name, in any case."),
	"order_by": attr.OrderBy("Order of the machines: `created_at` or `name`, with `-` before it for descending. Defaults to `-created_at`.", "created_at", "name"),
}
