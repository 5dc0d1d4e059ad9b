package functions

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type jwtClaimsFunction struct{}

var _ function.Function = jwtClaimsFunction{}

// NewJWTClaims is the function jwt_claims.
func NewJWTClaims() function.Function { return jwtClaimsFunction{} }

func (jwtClaimsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "jwt_claims"
}

func (jwtClaimsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The claims of a JSON Web Token, NOT verified",
		MarkdownDescription: "The claims of a JSON Web Token, as an object: its payload, decoded.\n\n" +
			"**Nothing is verified: neither the signature, nor the issuer, nor the expiry.** Anybody can make a token with any claims. " +
			"Use this to look at a token in a test or a check, and never to decide whether somebody may do something.\n\n" +
			"What is sensitive or ephemeral about the token is so about its claims. Numbers keep their digits, large ones too. " +
			"What is nested more than 100 levels deep, or a number beyond 10^1200, stays JSON text. " +
			"A claim that not every token has is best read with `try(….org_id, null)`. Clerk is not asked.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "token",
			MarkdownDescription: "The token in its compact form: three parts with dots between them. Space around it is ignored.",
		}},
		Return: function.DynamicReturn{},
	}
}

func (jwtClaimsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var token string
	if resp.Error = req.Arguments.Get(ctx, &token); resp.Error != nil {
		return
	}
	raw, err := tf.JWTClaims(strings.TrimSpace(token))
	var claims types.Dynamic
	if err == nil {
		claims, err = tf.Dynamic(ctx, raw)
	}
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, claims)
}
