// Package jwks models the keys with which an instance signs its tokens.
package jwks

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type model struct {
	Keys []record `tfsdk:"keys"`
}

type record struct {
	ID           types.String `tfsdk:"id"`
	Algorithm    types.String `tfsdk:"algorithm"`
	Type         types.String `tfsdk:"type"`
	PublicKeyPEM types.String `tfsdk:"public_key_pem"`
}

// NewDataSource is the data source clerk_jwks.
func NewDataSource() datasource.DataSource { return keys.DataSource() }

var keys = tf.DataSource[model]{
	Type: "jwks",
	Schema: schema.Schema{
		MarkdownDescription: "The instance's JSON Web Key Set: the public keys that verify its session tokens, and the tokens of JWT templates without a signing key of their own. " +
			"For a gateway or a service that takes a key and cannot fetch a key set.",
		Attributes: map[string]schema.Attribute{
			"keys": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The keys, in Clerk's order.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":             attr.Shown("Id of the key, which a token has as `kid` in its header."),
					"algorithm":      attr.Shown("Algorithm of the signatures, such as `RS256`."),
					"type":           attr.Shown("Type of the key: `RSA`, `EC`, `OKP` (Ed25519) or `oct` (symmetric)."),
					"public_key_pem": attr.Shown("The public key in PEM form (PKIX, `BEGIN PUBLIC KEY`), of an RSA, EC (P-256, P-384, P-521) or Ed25519 key; null for any other."),
				}},
			},
		},
	},
	Doing: func(model) string { return "read the instance's keys" },
	Read:  read,
}

func read(ctx context.Context, c *clerk.Client, _ model) (model, error) {
	out := model{Keys: []record{}}
	keys, err := c.Sessions.JWKS(ctx)
	for i, raw := range keys {
		key, err := ParseKey(raw)
		if err != nil {
			return out, tf.Unexpected(fmt.Errorf("key %d of Clerk's key set cannot be read: %w", i+1, err))
		}
		pem := types.StringNull()
		if key.PEM != "" {
			pem = types.StringValue(key.PEM)
		}
		out.Keys = append(out.Keys, record{
			ID: types.StringValue(key.ID), Algorithm: types.StringValue(key.Algorithm), Type: types.StringValue(key.Type), PublicKeyPEM: pem,
		})
	}
	return out, err
}
