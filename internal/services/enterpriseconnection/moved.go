package enterpriseconnection

import (
	"context"
	"errors"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// ofSAML reads the state of a clerk_saml_connection, a type of other providers. Two of them call the kind of the identity provider by
// different names.
var ofSAML = tf.Foreign{
	Renamed: map[string]string{"provider_key": "identity_provider", "provider_type": "identity_provider"},
	Adapt: func(state map[string]any) {
		if domain, ok := state["domain"].(string); ok {
			state["domains"] = []string{domain}
		}
		object := map[string]any{}
		for _, name := range []string{
			"idp_entity_id", "idp_sso_url", "idp_certificate", "idp_metadata_url", "idp_metadata", "attribute_mapping", "allow_subdomains", "allow_idp_initiated", "force_authn",
		} {
			object[name] = state[name]
		}
		state["saml"] = object
	},
}

// samlPrefix is what the ids of SAML connections begin with. An enterprise connection by SAML has one, and an id of its own beside it.
const samlPrefix = "samlc_"

// read reads a connection. One that a moved block has just brought here is known by the id of its SAML connection alone: a move asks Clerk
// for nothing.
func read(ctx context.Context, c *clerk.Client, state model) (*clerk.EnterpriseConnection, error) {
	id := state.ID.ValueString()
	if !strings.HasPrefix(id, samlPrefix) {
		return c.EnterpriseConnections.Get(ctx, id)
	}
	e, err := c.EnterpriseConnections.OfSAML(ctx, id)
	if errors.Is(err, clerk.ErrNoSAMLConnection) {
		err = tf.Hint("If it is there, in Clerk's dashboard, let go of this state with terraform state rm, and import the connection by its name. If it was deleted, terraform state rm is enough. "+
			"Check that the provider's key is of the right instance before.", err)
	}
	return e, err
}
