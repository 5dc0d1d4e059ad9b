// Package jwttemplate models Clerk's JWT templates: the claims, lifetimes and
// keys of the tokens that Clerk mints for other services.
package jwttemplate

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_jwt_template.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_jwt_template.
func NewListResource() list.ListResource { return kind.ListResource() }

var kind = tf.Kind[model, clerk.JWTTemplate]{
	Object:   object,
	IDPrefix: "jtmp_",
	Schema: schema.Schema{
		MarkdownDescription: "A JWT template: the claims, lifetime and signing key of the tokens that Clerk mints for another service.\n\n" +
			"Arguments that are omitted keep the value that they have in Clerk.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the template, unique in the instance. Applications ask for tokens by this name.",
				Validators:          []validator.String{attr.PathSegment()},
			},
			"claims": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Claims of the tokens, a JSON object; best written with `jsonencode`. Values may hold Clerk's shortcodes, such as `{{user.primary_email_address}}`. " +
					"It is compared by value: the order of keys and the spelling of numbers do not matter. " +
					"Clerk sets `azp`, `exp`, `iat`, `iss`, `jti`, `nbf`, `sub`, `sid`, `v`, `pla` and `fea` itself, so they are refused.",
				Validators:    []validator.String{attr.JSONObject(0, "Write it with jsonencode, as in jsonencode({ aud = \"reports\" }).")},
				PlanModifiers: []planmodifier.String{attr.KeepEqual(attr.SameJSON)},
			},
			"lifetime":           attr.Number("Seconds for which a token is valid, 30 to 315360000. Clerk's default is 60.", int64validator.Between(30, 315360000)),
			"allowed_clock_skew": attr.Number("Seconds by which clocks may differ: tokens become valid so much before they are minted. 0 to 300; Clerk's default is 5.", int64validator.Between(0, 300)),
			"custom_signing_key": attr.Flag("Whether the tokens are signed with a key of your own, instead of the instance's. `true` needs `signing_algorithm`, and `signing_key_wo` when it is turned on."),
			"signing_algorithm": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Algorithm of the key of your own, such as `HS256` or `RS256`. Without such a key it is `RS256`.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers:       []planmodifier.String{attr.KeepUnless(path.Root("custom_signing_key"))},
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
			"id": attr.ID("template", "jtmp_"),
		},
	},

	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.JWTTemplate, error) {
		p := params(in)
		t, err := c.JWTTemplates.Create(ctx, p)
		return t, blame(err, p)
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.JWTTemplate, error) {
		return c.JWTTemplates.Get(ctx, state.ID.ValueString())
	},
	Update: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.JWTTemplate, error) {
		p := params(in)
		t, err := c.JWTTemplates.Update(ctx, in.State.ID.ValueString(), p)
		return t, blame(err, p)
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.JWTTemplates.Delete(ctx, in.State.ID.ValueString())
	},
	Validate: validate,
	Plan:     demandKey,
	Key:      &key,
	All: func(ctx context.Context, c *clerk.Client, _ tf.Query) iter.Seq2[clerk.JWTTemplate, error] {
		return c.JWTTemplates.List(ctx)
	},
	Written: written,
}

var key = tf.Key[clerk.JWTTemplate]{
	Attribute: "name", Example: "api",
	Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.JWTTemplate, error) {
		return c.JWTTemplates.Find(ctx, name)
	},
	ID: func(t *clerk.JWTTemplate) string { return t.ID },
}

// written leaves out what Clerk does by itself.
func written(m model) model {
	m.Lifetime = tf.OmitDefaultInt(60, m.Lifetime)
	m.AllowedClockSkew = tf.OmitDefaultInt(5, m.AllowedClockSkew)
	if m.CustomSigningKey = tf.OmitDefaultBool(false, m.CustomSigningKey); m.CustomSigningKey.IsNull() {
		m.SigningAlgorithm = types.StringNull()
	}
	return m
}
