// Package tf joins Clerk's client to the Terraform plugin framework: the bodies
// of Create, Read, Update and Delete, errors on the attribute at fault, and the
// rules by which Clerk's values become Terraform's.
package tf

import (
	"context"
	"errors"
	"fmt"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Object describes one kind of Clerk object: M is its Terraform model, A the
// client's type.
type Object[M, A any] struct {
	// Noun names the kind in messages: "user".
	Noun string
	// Type is the resource type without the provider's name: "user".
	Type string
	// Model reads an object into the model. The prior model says how values that
	// mean the same were spelled, and which parts of the object are mentioned.
	Model func(prior M, object A) M
	// ID is the model's id attribute.
	ID func(M) types.String
	// Label is how a person would name the object, such as its email address.
	// It stands in messages beside the id, or in its place before there is one.
	Label func(M) types.String
	// Arguments maps Clerk's names of fields to attributes, where they differ.
	Arguments map[string]string
	// ImportID is what an import block takes for an object that a create has met, by the
	// id of who has the value: "" if an import would be wrong. The id is "" where nobody
	// knows it; what is planned may tell what to import all the same. Optional: that id.
	ImportID func(planned M, holder string) string
	// Taken says what a person can do about an object that is there already, in place of
	// creating it; block is the import block for it. Optional: what is true of a value that
	// another object has.
	Taken func(planned M, block string) string
	// Sources maps attributes to Clerk's fields that they are read from, such as
	// email_addresses.id, where that is not the one field of the same name. An answer
	// that lacks one of them leaves the attribute as the state has it. Of an attribute
	// that is an object, saml_connection.* stands for the field of each member's name
	// there; an answer that lacks one leaves the member as the state has it.
	Sources map[string][]string
	// Identity are the attributes of the identity. Nil means the id alone, as in
	// attr.IDIdentity.
	Identity func(M) map[string]types.String
}

// Input is what a create, an update or a delete is made from. In a create, State is zero;
// in a delete, only State is not.
type Input[M any] struct {
	Config, Plan, State M
	// Imported says that nothing was planned for the object since it was imported: its
	// state has what Clerk has, of which nobody has written anything.
	Imported bool
	// Diags takes warnings.
	Diags *diag.Diagnostics
	// Private is the object's private state: in a plan, to read from. Nil in a delete.
	Private PrivateState
}

// Client takes the client out of what the provider's Configure handed on. It is
// nil before that, when Terraform only validates.
func Client(data any, diags *diag.Diagnostics) *clerk.Client {
	if data == nil {
		return nil
	}
	client, ok := data.(*clerk.Client)
	if !ok {
		diags.AddError("The provider is not configured",
			fmt.Sprintf("Expected a client for Clerk, got %T. This is a bug in the provider; please report it.", data))
	}
	return client
}

// Create is the body of a resource's Create. A create that fails half-way, and
// could not undo what it did, returns the object beside its error; that is saved.
func Create[M any, A comparable](ctx context.Context, client *clerk.Client, req resource.CreateRequest, resp *resource.CreateResponse, o Object[M, A], create func(context.Context, Input[M]) (A, error)) {
	in := Input[M]{Diags: &resp.Diagnostics, Private: resp.Private}
	resp.Diagnostics.Append(Get(ctx, tfsdk.State(req.Config), &in.Config)...)
	resp.Diagnostics.Append(Get(ctx, tfsdk.State(req.Plan), &in.Plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	object, err := create(ctx, in)
	if err != nil {
		o.report(ctx, &resp.Diagnostics, "create", in.Plan, err, req.Plan)
		if object == *new(A) {
			return
		}
		// Terraform taints what is saved beside an error.
	}
	resp.Diagnostics.Append(rememberInstance(ctx, client, resp.Private)...)
	w := write{config: req.Config.Raw, plan: req.Plan.Raw, prior: tftypes.NewValue(req.Plan.Raw.Type(), nil), private: resp.Private, failed: err != nil}
	o.settle(ctx, &resp.Diagnostics, in, object, w, &resp.State, resp.Identity)
}

// Read is the body of a resource's Read. An object that is gone leaves the state,
// unless it belongs to another instance than the client's.
func Read[M, A any](ctx context.Context, client *clerk.Client, req resource.ReadRequest, resp *resource.ReadResponse, o Object[M, A], read func(ctx context.Context, state M) (A, error)) {
	var state M
	resp.Diagnostics.Append(Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	fresh, diags, err := o.refresh(ctx, state, req.State.Raw, req.Private, &resp.State, read)
	var gone *goneError
	switch {
	case errors.As(err, &gone), rest.IsNotFound(err):
		if other := ofAnotherInstance(ctx, err, req.Private); other != nil {
			o.report(ctx, &resp.Diagnostics, "read", state, other, req.State)
			return
		}
		if gone != nil {
			resp.Diagnostics.AddWarning(fmt.Sprintf("The %s %s", o.named(state), gone.became), gone.follows)
		}
		// Terraform 1.11 demands an identity of an object that is gone, too.
		o.identify(ctx, &resp.Diagnostics, state, resp.Identity)
		resp.State.RemoveResource(ctx)
	case err != nil:
		o.report(ctx, &resp.Diagnostics, "read", state, err, req.State)
	default:
		resp.Diagnostics.Append(diags...)
		o.identify(ctx, &resp.Diagnostics, fresh, resp.Identity)
		if o.unread(ctx, req.State.Raw, req.Private) {
			resp.Diagnostics.Append(rememberInstance(ctx, client, resp.Private)...)
			resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, []byte("true"))...)
		}
	}
}

// Update is the body of a resource's Update. An update that fails half-way
// returns what it reached beside its error; that is saved.
func Update[M any, A comparable](ctx context.Context, client *clerk.Client, req resource.UpdateRequest, resp *resource.UpdateResponse, o Object[M, A], update func(context.Context, Input[M]) (A, error)) {
	in := Input[M]{Diags: &resp.Diagnostics, Private: resp.Private}
	resp.Diagnostics.Append(Get(ctx, tfsdk.State(req.Config), &in.Config)...)
	resp.Diagnostics.Append(Get(ctx, tfsdk.State(req.Plan), &in.Plan)...)
	resp.Diagnostics.Append(Get(ctx, req.State, &in.State)...)
	if resp.Diagnostics.HasError() {
		return
	}
	in.Imported = imported(ctx, req.Private)
	operating, end := client.Operation(ctx, o.ID(in.State).ValueString())
	object, err := update(operating, in)
	end()
	if other := ofAnotherInstance(ctx, err, req.Private); other != nil && rest.IsNotFound(err) {
		err = other
	}
	w := write{config: req.Config.Raw, plan: req.Plan.Raw, prior: req.State.Raw, private: resp.Private, failed: err != nil}
	if err != nil {
		o.report(ctx, &resp.Diagnostics, "update", in.State, err, req.State)
		if object != *new(A) {
			o.salvage(ctx, &resp.Diagnostics, in, object, w, &resp.State)
		}
		forgetPlanned(req.Plan.Raw, &resp.State)
		o.identify(ctx, &resp.Diagnostics, in.State, resp.Identity)
		return
	}
	resp.Diagnostics.Append(rememberInstance(ctx, client, resp.Private)...)
	o.settle(ctx, &resp.Diagnostics, in, object, w, &resp.State, resp.Identity)
	if in.Imported && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, nil)...)
	}
}

// Delete is the body of a resource's Delete. An object that is gone is deleted, unless
// it belongs to another instance than the client's.
func Delete[M, A any](ctx context.Context, client *clerk.Client, req resource.DeleteRequest, resp *resource.DeleteResponse, o Object[M, A], remove func(context.Context, Input[M]) error) {
	in := Input[M]{Diags: &resp.Diagnostics}
	resp.Diagnostics.Append(Get(ctx, req.State, &in.State)...)
	if resp.Diagnostics.HasError() {
		return
	}
	operating, end := client.Operation(ctx, o.ID(in.State).ValueString())
	err := remove(operating, in)
	end()
	if rest.IsNotFound(err) {
		err = ofAnotherInstance(ctx, err, req.Private)
	}
	if err != nil {
		o.report(ctx, &resp.Diagnostics, "delete", in.State, err, req.State)
	}
}

// Changed reports whether an update has to send an argument: the configuration
// mentions it, and the state has it otherwise.
func Changed(config, plan, state fwattr.Value) bool {
	return !config.IsNull() && !plan.Equal(state)
}

// ChangedString is what a create or an update sends of a text that "" clears: nothing
// unless it has Changed.
func ChangedString(config, plan, state types.String) (field rest.Optional[string]) {
	if Changed(config, plan, state) {
		return rest.Value(plan.ValueString())
	}
	return field
}

// settle saves the outcome of a create or an update. Values that were planned
// come back unchanged, or Terraform calls the result inconsistent; Clerk's
// answer only fills in what the plan left unknown. Where the answer to a create lacks
// that, the object is saved beside an error, and so is tainted.
func (o Object[M, A]) settle(ctx context.Context, diags *diag.Diagnostics, in Input[M], object A, w write, state *tfsdk.State, identity *tfsdk.ResourceIdentity) {
	fresh, lacking := o.read(in.Plan, in.State, object)
	if o.ID(in.State).IsNull() {
		if err := lacksError(unplanned(lacking, w.plan)); err != nil {
			defer func() {
				o.report(ctx, diags, "create", fresh, Note("It had been created, and stays in the state, tainted; the next apply replaces it.", err), state)
			}()
		}
	}
	diags.Append(Set(ctx, state, fresh)...)
	if diags.HasError() {
		return
	}
	answer := valuesOf(state.Raw)
	merged, err := fillUnknown(w.plan, state.Raw)
	if err != nil {
		diags.AddError("The state could not be saved", err.Error()+". This is a bug in the provider; please report it.")
		return
	}
	state.Raw = merged
	diags.Append(o.compare(ctx, w, object, answer, state, func(name string, err error) {
		o.report(ctx, diags, "update", in.State, At(name, err), state)
	})...)
	o.identify(ctx, diags, fresh, identity)
}

// salvage saves what an update reached that failed half-way.
func (o Object[M, A]) salvage(ctx context.Context, diags *diag.Diagnostics, in Input[M], object A, w write, state *tfsdk.State) {
	asPlanned, _ := o.read(in.Plan, in.State, object)
	asKnown, _ := o.read(in.State, in.State, object)
	planned := *state
	saved := Set(ctx, &planned, asPlanned)
	saved.Append(Set(ctx, state, asKnown)...)
	if !saved.HasError() {
		saved.Append(o.compare(ctx, w, object, valuesOf(planned.Raw), state, nil)...)
	}
	diags.Append(saved...)
}

func (o Object[M, A]) identify(ctx context.Context, diags *diag.Diagnostics, m M, identity *tfsdk.ResourceIdentity) {
	for name, value := range o.identity(m) {
		diags.Append(identity.SetAttribute(ctx, path.Root(name), value)...)
	}
}

func (o Object[M, A]) identity(m M) map[string]types.String {
	if o.Identity != nil {
		return o.Identity(m)
	}
	return map[string]types.String{"id": o.ID(m)}
}

func fillUnknown(planned, fresh tftypes.Value) (tftypes.Value, error) {
	var p, f map[string]tftypes.Value
	if err := planned.As(&p); err != nil {
		return tftypes.Value{}, err
	}
	if err := fresh.As(&f); err != nil {
		return tftypes.Value{}, err
	}
	for name, value := range p {
		f[name] = filled(value, f[name])
	}
	return tftypes.NewValue(fresh.Type(), f), nil
}
