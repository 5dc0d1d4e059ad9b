package machine

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewScopeResource is the resource clerk_machine_scope.
func NewScopeResource() resource.Resource { return scopes.Resource() }

// NewScopeListResource is the list resource clerk_machine_scope.
func NewScopeListResource() list.ListResource { return scopes.ListResource() }

type scopeModel struct {
	ID   types.String `tfsdk:"id"`
	From types.String `tfsdk:"from_machine_id"`
	To   types.String `tfsdk:"to_machine_id"`
}

const from, to = "from_machine_id", "to_machine_id"

var scopes = tf.Kind[scopeModel, clerk.MachineScope]{
	Object: tf.Object[scopeModel, *clerk.MachineScope]{
		Noun: "machine scope", Type: "machine_scope",
		Model: func(_ scopeModel, s *clerk.MachineScope) scopeModel {
			return scopeModel{types.StringValue(s.ID()), types.StringValue(s.From), types.StringValue(s.To)}
		},
		ID:       func(m scopeModel) types.String { return m.ID },
		Label:    func(m scopeModel) types.String { return types.StringValue(m.key()) },
		ImportID: func(m scopeModel, _ string) string { return m.key() },
		Identity: func(m scopeModel) map[string]types.String { return map[string]types.String{from: m.From, to: m.To} },
		Sources:  map[string][]string{"id": {from, to}},
		Taken: func(_ scopeModel, block string) string {
			return "The machine has this access already. If no resource manages it yet, import it in place of creating it, with the name of this resource:\n\n" + block + "\n\nOtherwise take this resource out of the configuration."
		},
	},
	Schema: schema.Schema{
		MarkdownDescription: "The access of one machine to another: tokens of the one are good for the other. Two machines that use each other have a scope each way.\n\n" +
			"A scope goes with either of its machines. Clerk allows a machine access to 150 others.",
		Attributes: map[string]schema.Attribute{
			from: scoped("Id of the machine that has access, `mch_…`."),
			to:   scoped("Id of the machine that it has access to, `mch_…`."),
			"id": schema.StringAttribute{
				Computed: true, MarkdownDescription: "Ids of the two machines: `mch_…/mch_…`.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	},
	IdentitySchema: map[string]identityschema.Attribute{
		from: identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the machine that has access, mch_…."},
		to:   identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the machine that it has access to, mch_…."},
	},
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[scopeModel]) (*clerk.MachineScope, error) {
		made, err := c.MachineScopes.Create(ctx, clerk.CreateMachineScopeParams{From: in.Plan.From.ValueString(), To: in.Plan.To.ValueString()})
		return made, tf.Absent(err, from, to, in.Plan.To)
	},
	Read: func(ctx context.Context, c *clerk.Client, state scopeModel) (*clerk.MachineScope, error) {
		return c.MachineScopes.Get(ctx, state.key())
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[scopeModel]) error {
		return c.MachineScopes.Delete(ctx, in.State.key())
	},
	Import: importScope,
	All: func(ctx context.Context, c *clerk.Client, _ tf.Query) iter.Seq2[clerk.MachineScope, error] {
		return c.MachineScopes.List(ctx, clerk.Search{})
	},
	Name: func(s *clerk.MachineScope) string { return s.Names() },
}

// key names the scope in Clerk's paths. A state without its id was made by an import.
func (m scopeModel) key() string { return m.From.ValueString() + "/" + m.To.ValueString() }

// scoped is the id of one of the two machines.
func scoped(description string) schema.StringAttribute {
	return attr.Immutable(description+" A change deletes the scope and creates another one.", attr.PathSegment())
}

const scopeForms = "A machine scope is imported by the machine that has access and the machine that it has access to, as in mch_2abc/mch_2def. In place of an id, the name of a machine does, as in reports/billing."

// importScope brings a scope under management: by its identity, or by its two machines.
func importScope(ctx context.Context, c *clerk.Client, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var ids [2]types.String
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(from), &ids[0])...)
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(to), &ids[1])...)
	} else {
		var err error
		if ids, err = importedMachines(ctx, c, req.ID); err != nil {
			tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not import %q", req.ID), err, nil)
			return
		}
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(from), ids[0])...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(to), ids[1])...)
}

// importedMachines are the ids of the two machines that an import means.
func importedMachines(ctx context.Context, c *clerk.Client, id string) (ids [2]types.String, err error) {
	parts := strings.Split(id, "/")
	if len(parts) != len(ids) || parts[0] == "" || parts[1] == "" {
		return ids, tf.Hint(scopeForms, errors.New("it does not name two machines"))
	}
	for n, part := range parts {
		if !strings.HasPrefix(part, prefix) {
			m, err := c.Machines.Find(ctx, part)
			if err != nil {
				return ids, tf.Hint(scopeForms+" Check that the provider's key is of the right instance.", err)
			}
			part = m.ID
		}
		ids[n] = types.StringValue(part)
	}
	return ids, nil
}
