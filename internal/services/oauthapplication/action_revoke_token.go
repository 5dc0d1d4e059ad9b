package oauthapplication

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewRevokeTokenAction is the action clerk_oauth_application_revoke_token.
func NewRevokeTokenAction() action.Action { return revokeToken.Action() }

var revokeToken = tf.Action{
	Type: "oauth_application_revoke_token", Target: "oauth_application_id", Doing: "revoke a token of the OAuth application %s",
	Schema: schema.Schema{
		MarkdownDescription: "Revokes a token that an OAuth application has of a user: an opaque access token or a refresh token. All other tokens of the same grant, which is what the user has consented to, are revoked with it. " +
			"JWT access tokens cannot be revoked: they are valid until they expire.\n\n" +
			"The token is a secret. It is write-only, so that an `action_trigger` can give it an ephemeral value, which no plan stores. " +
			"With `-invoke`, Terraform (1.16) leaves ephemeral values out: give it a sensitive variable there, and note that a plan which is saved to a file contains it.",
		Attributes: map[string]schema.Attribute{
			"oauth_application_id": attr.Target(noun, prefix),
			"token": schema.StringAttribute{
				Required: true, WriteOnly: true,
				MarkdownDescription: "The access token or the refresh token. Best given by an ephemeral or a sensitive variable.",
				Validators:          []validator.String{opaque},
			},
		},
	},
	Act: func(ctx context.Context, in tf.Invocation) (done string, err error) {
		token := in.String("token")
		if token == "" {
			return "", tf.At("token", tf.Hint("Terraform (1.16) leaves ephemeral values out where an action is run by -invoke. Give it a variable that is sensitive, and not ephemeral.",
				errors.New("the token is null")))
		}
		// So that a 404 of the revocation itself is about the token.
		if _, err := in.Clerk.OAuthApplications.Get(ctx, in.ID); err != nil {
			return "", err
		}
		err = in.Clerk.OAuthApplications.RevokeToken(ctx, in.ID, token)
		if rest.IsNotFound(err) {
			err = tf.At("token", tf.Hint("The OAuth application has no such token: it may be that of another application or instance, or be revoked or expired, in which case nothing has to be done.", err))
		}
		return fmt.Sprintf("Revoked the token of the OAuth application %s, and all others of the same grant.", in.ID), err
	},
}

// partsOfJWT is how many parts a JWT has, with a dot between each two.
const partsOfJWT = 3

// opaque demands a token that can be revoked. It repeats nothing of it.
var opaque = attr.NewCheck("an opaque token", func(s string) string {
	switch {
	case s == "" || strings.TrimSpace(s) != s:
		return "The token is empty, or has space around it."
	case strings.HasPrefix(s, "eyJ") && strings.Count(s, ".") == partsOfJWT-1:
		return "The token is a JWT. Clerk cannot revoke a JWT access token, which is valid until it expires: give the refresh token of the same grant, so that no other one follows it."
	}
	return ""
})
