// Package jwttemplate models Clerk's JWT templates: the claims, lifetimes and
// keys of the tokens that Clerk mints for other services.
package jwttemplate

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type templateResource struct{ client *clerk.Client }

var (
	_ resource.ResourceWithConfigure      = (*templateResource)(nil)
	_ resource.ResourceWithIdentity       = (*templateResource)(nil)
	_ resource.ResourceWithImportState    = (*templateResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*templateResource)(nil)
	_ resource.ResourceWithValidateConfig = (*templateResource)(nil)
	_ tf.Refresher                        = (*templateResource)(nil)
	_ tf.Unplanned                        = (*templateResource)(nil)
)

// NewResource is the resource clerk_jwt_template.
func NewResource() resource.Resource { return &templateResource{} }

func (r *templateResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_jwt_template"
}

func (r *templateResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A JWT template: the claims, lifetime and signing key of the tokens that Clerk mints for another service.\n\n" +
			"Arguments that are omitted keep the value that they have in Clerk.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the template, unique in the instance. Applications ask for tokens by this name.",
				Validators:          []validator.String{tf.PathSegment()},
			},
			"claims": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Claims of the tokens, a JSON object; best written with `jsonencode`. Values may hold Clerk's shortcodes, such as `{{user.primary_email_address}}`. " +
					"It is compared by value: the order of keys and the spelling of numbers do not matter. " +
					"Clerk sets `azp`, `exp`, `iat`, `iss`, `jti`, `nbf`, `sub`, `sid`, `v`, `pla` and `fea` itself, so they are refused.",
				Validators:    []validator.String{tf.JSONObject(0, "Write it with jsonencode, as in jsonencode({ aud = \"reports\" })."), notReserved{}},
				PlanModifiers: []planmodifier.String{tf.KeepEqual(tf.SameJSON)},
			},
			"lifetime": schema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Seconds for which a token is valid, 30 to 315360000. Clerk's default is 60.",
				Validators:          []validator.Int64{int64validator.Between(30, 315360000)},
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"allowed_clock_skew": schema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Seconds by which clocks may differ: tokens become valid so much before they are minted. 0 to 300; Clerk's default is 5.",
				Validators:          []validator.Int64{int64validator.Between(0, 300)},
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"custom_signing_key": schema.BoolAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Whether the tokens are signed with a key of your own, instead of the instance's. `true` needs `signing_algorithm`, and `signing_key_wo` when it is turned on.",
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"signing_algorithm": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Algorithm of the key of your own, such as `HS256` or `RS256`. Without such a key it is `RS256`.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers:       []planmodifier.String{tf.KeepUnless(path.Root("custom_signing_key"))},
			},
			"signing_key_wo": schema.StringAttribute{
				Optional: true, Sensitive: true, WriteOnly: true,
				MarkdownDescription: "The key of your own: a PEM-encoded private key, or the secret of an HMAC algorithm. It is write-only: it is sent to Clerk, which never returns it, and stored in no plan or state. Needs Terraform 1.11 or later.",
				Validators: []validator.String{
					stringvalidator.LengthAtLeast(1),
					stringvalidator.AlsoRequires(path.MatchRoot("signing_key_wo_version")),
				},
			},
			"signing_key_wo_version": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "Any number; a change of it sends `signing_key_wo` again, which is how a key is rotated.",
				Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("signing_key_wo"))},
			},
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Id of the template, `jtmp_…`.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

func (r *templateResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = tf.IDIdentity("Id of the template, jtmp_….")
}

func (r *templateResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (r *templateResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	tf.Create(ctx, r.client, req, resp, object, func(ctx context.Context, in tf.Input[model]) (*clerk.JWTTemplate, error) {
		p := params(in)
		t, err := r.client.JWTTemplates.Create(ctx, p)
		return t, blame(err, p)
	})
}

func (r *templateResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	tf.Read(ctx, r.client, req, resp, object, r.get)
}

// Refresh is Read, without the framework around it.
func (r *templateResource) Refresh(ctx context.Context, state tfsdk.State, private tf.PrivateReader) (tf.Refreshed, bool) {
	return tf.Refresh(ctx, state, private, object, r.get)
}

func (r *templateResource) get(ctx context.Context, state model) (*clerk.JWTTemplate, error) {
	return r.client.JWTTemplates.Get(ctx, state.ID.ValueString())
}

// Unplanned is any template: a plan demands the key only where it changes how the
// key is used.
func (r *templateResource) Unplanned(map[string]tftypes.Value) bool { return true }

func (r *templateResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	tf.Update(ctx, r.client, req, resp, object, func(ctx context.Context, in tf.Input[model]) (*clerk.JWTTemplate, error) {
		p := params(in)
		t, err := r.client.JWTTemplates.Update(ctx, in.State.ID.ValueString(), p)
		return t, blame(err, p)
	})
}

func (r *templateResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	tf.Delete(ctx, r.client, req, resp, object, func(ctx context.Context, state model) error {
		return r.client.JWTTemplates.Delete(ctx, state.ID.ValueString())
	})
}

// ImportState takes an id, jtmp_…, or an identity, and also the template's name.
func (r *templateResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	name, named := strings.CutPrefix(req.ID, "name:")
	if named || req.ID != "" && !strings.HasPrefix(req.ID, "jtmp_") {
		template, err := r.client.JWTTemplates.Find(ctx, name)
		if err != nil {
			tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not import %q", req.ID),
				tf.Hint("A JWT template is imported by its id, jtmp_…, or by its name, as in api; a name that looks like an id is written name:jtmp_api. Mind upper and lower case, and check that the provider's key is of the right instance.", err), nil)
			return
		}
		req.ID = template.ID
	}
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
}
