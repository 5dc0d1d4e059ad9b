package tf

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Kind is a resource type, and the list resource of its objects: what is the type's own,
// read from top to bottom. M is its Terraform model, T the client's type. What is not
// said to be optional is required.
type Kind[M, T any] struct {
	Object[M, *T]
	Schema schema.Schema
	// IDPrefix is what Clerk's ids of the kind begin with: "jtmp_".
	IDPrefix string
	// IdentitySchema describes Object.Identity. Optional: that of the id alone.
	IdentitySchema map[string]identityschema.Attribute

	// Create makes the object. One that fails half-way, and could not undo what it did,
	// returns the object beside its error; that is saved, and Terraform taints it.
	Create func(ctx context.Context, c *clerk.Client, in Input[M]) (*T, error)
	// Read reads the object of a state. One that is gone is a 404.
	Read func(ctx context.Context, c *clerk.Client, state M) (*T, error)
	// Update changes the object. One that fails half-way returns what it reached beside
	// its error; that is saved. Optional: without it, arguments replace the object, but for
	// those that count at creation only.
	Update func(ctx context.Context, c *clerk.Client, in Input[M]) (*T, error)
	// Delete deletes the object of in.State. One that is gone may be a 404.
	Delete func(ctx context.Context, c *clerk.Client, in Input[M]) error

	// Validate checks what arguments say together. Optional.
	Validate func(config M, diags *diag.Diagnostics)
	// Plan checks or changes the plan of a create or an update. The client is nil where
	// Terraform only validates. Optional.
	Plan func(ctx context.Context, c *clerk.Client, in Input[M], resp *resource.ModifyPlanResponse)
	// Undeletable says why the object of a state cannot be destroyed, and what to do instead; "" if it can be. A destroy is refused when
	// it is planned, and so is one that no plan of this type sees, as that of a replacement. Optional: all objects can be destroyed.
	Undeletable func(state M) string
	// Replan reports whether Plan has to see a plan that changes nothing, because it
	// looks elsewhere than into configuration and state, or objects to the state.
	// Optional: it does not.
	Replan func(state map[string]tftypes.Value) bool

	// Earlier reads states of version 0, those of other providers among them; the schema has version 1 then. Optional: version 0 is the
	// present one.
	Earlier *Foreign
	// Moved are the types of other providers, without the provider's name, whose objects a moved block takes over. Optional.
	Moved map[string]Foreign

	// Key is what a person knows an object by. Optional.
	Key *Key[T]
	// Import brings an object under management. Optional: by its id, its identity or its
	// key.
	Import func(ctx context.Context, c *clerk.Client, req resource.ImportStateRequest, resp *resource.ImportStateResponse)

	// All are the objects of a query. Optional: without it there is no list resource.
	All func(ctx context.Context, c *clerk.Client, q Query) iter.Seq2[T, error]
	// QuerySchema are the arguments and the description of the list resource. Optional:
	// all objects of the instance are listed.
	QuerySchema *listschema.Schema
	// Listed is what is shown of an object that a query lists: secrets only where it asks
	// for them. Optional: all that an import brings.
	Listed func(m M, q Query) M
	// Name is how a person recognises an object that a query lists. Optional: its label.
	Name func(*T) string
	// Written is what a person would have written of an imported object's arguments, for
	// configuration that Terraform generates. Optional: all of it.
	Written func(M) M
}

// Resource is the resource.
func (k *Kind[M, T]) Resource() resource.Resource { return &kindResource[M, T]{Kind: k} }

// ListResource is the list resource of the same objects.
func (k *Kind[M, T]) ListResource() list.ListResource { return &kindResource[M, T]{Kind: k} }

// kindResource carries out what the framework asks of a resource or a list resource.
type kindResource[M, T any] struct {
	*Kind[M, T]
	client *clerk.Client
}

// It implements what the framework knows for all kinds: a framework type cannot do so for
// some only.
var (
	_ resource.ResourceWithConfigure      = (*kindResource[any, any])(nil)
	_ resource.ResourceWithIdentity       = (*kindResource[any, any])(nil)
	_ resource.ResourceWithImportState    = (*kindResource[any, any])(nil)
	_ resource.ResourceWithModifyPlan     = (*kindResource[any, any])(nil)
	_ resource.ResourceWithMoveState      = (*kindResource[any, any])(nil)
	_ resource.ResourceWithUpgradeState   = (*kindResource[any, any])(nil)
	_ resource.ResourceWithValidateConfig = (*kindResource[any, any])(nil)
	_ list.ListResourceWithConfigure      = (*kindResource[any, any])(nil)
	_ Refresher                           = (*kindResource[any, any])(nil)
	_ PlansNothing                        = (*kindResource[any, any])(nil)
	_ Generator                           = (*kindResource[any, any])(nil)
)

func (r *kindResource[M, T]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.Type
}

func (r *kindResource[M, T]) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.Kind.Schema
	if r.Earlier != nil {
		resp.Schema.Version = 1
	}
}

func (r *kindResource[M, T]) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return r.Earlier.Upgraders()
}

func (r *kindResource[M, T]) MoveState(context.Context) []resource.StateMover {
	return movers(r.Noun, r.Moved)
}

func (r *kindResource[M, T]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	if resp.IdentitySchema.Attributes = r.Kind.IdentitySchema; r.Kind.IdentitySchema == nil {
		resp.IdentitySchema = attr.IDIdentity(fmt.Sprintf("Id of the %s, %s….", r.Noun, r.IDPrefix))
	}
}

func (r *kindResource[M, T]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.client = Client(req.ProviderData, &resp.Diagnostics)
}

func (r *kindResource[M, T]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.Validate == nil {
		return
	}
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		r.Validate(config, &resp.Diagnostics)
	}
}

func (r *kindResource[M, T]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		r.destroyable(ctx, req.State, &resp.Diagnostics)
		return
	}
	if r.Plan == nil {
		return
	}
	in := PlannedInput[M](ctx, req, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		r.Plan(ctx, r.client, in, resp)
	}
}

// destroyable reports whether the object of a state can be destroyed; if it cannot be, it says why.
func (r *kindResource[M, T]) destroyable(ctx context.Context, state tfsdk.State, diags *diag.Diagnostics) bool {
	if r.Undeletable == nil {
		return true
	}
	var m M
	diags.Append(Get(ctx, state, &m)...)
	if why := r.Undeletable(m); !diags.HasError() && why != "" {
		diags.AddError("Cannot destroy "+r.named(m), why)
	}
	return !diags.HasError()
}

func (r *kindResource[M, T]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	Create(ctx, r.client, req, resp, r.Object, func(ctx context.Context, in Input[M]) (*T, error) { return r.Kind.Create(ctx, r.client, in) })
}

func (r *kindResource[M, T]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	Read(ctx, r.client, req, resp, r.Object, r.read)
}

func (r *kindResource[M, T]) read(ctx context.Context, state M) (*T, error) {
	return r.Kind.Read(ctx, r.client, state)
}

func (r *kindResource[M, T]) Refresh(ctx context.Context, state tfsdk.State, private PrivateReader) (StateAndIdentity, bool) {
	return Refresh(ctx, state, private, r.Object, r.read)
}

func (r *kindResource[M, T]) PlansNothing(state map[string]tftypes.Value) bool {
	return r.Replan == nil || !r.Replan(state)
}

func (r *kindResource[M, T]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	Update(ctx, r.client, req, resp, r.Object, func(ctx context.Context, in Input[M]) (*T, error) {
		if r.Kind.Update == nil {
			return r.read(ctx, in.State)
		}
		return r.Kind.Update(ctx, r.client, in)
	})
}

func (r *kindResource[M, T]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if !r.destroyable(ctx, req.State, &resp.Diagnostics) {
		return
	}
	Delete(ctx, r.client, req, resp, r.Object, func(ctx context.Context, in Input[M]) error { return r.Kind.Delete(ctx, r.client, in) })
}

func (r *kindResource[M, T]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if refuseBlank(req.ID, resp) {
		return
	}
	if r.Import != nil {
		r.Import(ctx, r.client, req, resp)
		return
	}
	if k := r.Key; k != nil && req.ID != "" {
		value, named := strings.CutPrefix(req.ID, k.Attribute+":")
		if named || !strings.HasPrefix(req.ID, r.IDPrefix) {
			object, err := k.find(ctx, r.client, value)
			if err != nil {
				Report(&resp.Diagnostics, fmt.Sprintf("Could not import %q", req.ID),
					Hint(fmt.Sprintf("%[1]s is imported by its id, %[2]s…, or by its %[3]s, as in %[4]s; %[3]s:%[4]s is the same, also of one that looks like an id. "+
						"Mind upper and lower case, and check that the provider's key is of the right instance.", some(r.Noun), r.IDPrefix, k.Attribute, k.Example), err), nil)
				return
			}
			req.ID = k.ID(object)
		}
	}
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
}

func (r *kindResource[M, T]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	if r.QuerySchema != nil {
		resp.Schema = *r.QuerySchema
	} else {
		resp.Schema.MarkdownDescription = fmt.Sprintf("The %s of the instance, all of them.", Plural(r.Noun))
	}
	resp.Schema.MarkdownDescription += "\n\n" + attr.QueryNeeds
}

func (r *kindResource[M, T]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	q := newQuery(req.Config.Raw)
	listing := Listing[M, T]{Objects: r.All(ctx, r.client, q), Name: r.Name}
	if r.QuerySchema != nil {
		listing.Locate = locate(r.QuerySchema.Attributes)
	}
	if r.Listed != nil {
		listing.Adjust = func(m M) M { return r.Listed(m, q) }
	}
	List(ctx, req, stream, r.Object, listing)
}

func (r *kindResource[M, T]) GenerateConfig(ctx context.Context, config *tfsdk.State) diag.Diagnostics {
	if r.Written == nil {
		return nil
	}
	return GenerateConfig(ctx, config, r.Written)
}

// some is a noun with the article before it, at the beginning of a sentence.
func some(noun string) string {
	if strings.ContainsAny(noun[:1], "aeioAEIO") { // no noun begins with the sound of a u
		return "An " + noun
	}
	return "A " + noun
}
