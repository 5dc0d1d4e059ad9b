package contract

import (
	"bytes"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
)

// This file holds every departure from Clerk's OpenAPI document, each with its
// reason. What concerns schemas is mended on the loaded model.

// mend corrects the faults of the document on the model.
func mend(doc *openapi3.T) {
	if doc.Components != nil {
		for _, schema := range doc.Components.Schemas {
			mendVerification(schema.Value)
		}
		mendKeySet(doc.Components.Schemas["JWKS"])
	}
	mendReplacedMetadata(doc.Paths.Value("/users/{user_id}/metadata"))
	for _, path := range []string{
		"/instance", "/beta_features/instance_settings", "/instance/restrictions", "/instance/organization_settings", "/instance/protect",
		"/instance/communication", "/instance/oauth_application_settings",
	} {
		mendSettings(doc.Paths.Value(path))
	}
}

// mendVerification lets a verification do without the property that tells its
// kind. The document makes "object" the discriminator, which an object must
// then have; but it is optional in each of the kinds, and answers without it
// have been observed. Without it an object may fit several kinds at once, so
// one that fits is enough; with it, each kind still insists on its own name.
func mendVerification(schema *openapi3.Schema) {
	verification := schema.Properties["verification"]
	if verification == nil || verification.Value.Discriminator == nil {
		return
	}
	verification.Value.Discriminator = nil
	oneIsEnough(verification.Value)
}

// mendKeySet lets a key fit several kinds. The document asks for exactly one,
// but its kinds are open, so that every private key is a public key too.
func mendKeySet(keySet *openapi3.SchemaRef) {
	if keySet == nil {
		return
	}
	if keys := keySet.Value.Properties["keys"]; keys != nil && keys.Value.Items != nil {
		oneIsEnough(keys.Value.Items.Value)
	}
}

func oneIsEnough(schema *openapi3.Schema) {
	schema.AnyOf, schema.OneOf = append(schema.AnyOf, schema.OneOf...), nil
}

// mendReplacedMetadata allows null for each kind of metadata in the body of
// PUT /users/{user_id}/metadata. The guide to upgrading to version 2026-05-12
// says that null clears the metadata; the document forgets to.
func mendReplacedMetadata(item *openapi3.PathItem) {
	if item == nil || item.Put == nil || item.Put.RequestBody == nil {
		return
	}
	media := item.Put.RequestBody.Value.Content.Get("application/json")
	if media == nil || media.Schema == nil {
		return
	}
	for _, name := range []string{"public_metadata", "private_metadata", "unsafe_metadata"} {
		if property := media.Schema.Value.Properties[name]; property != nil {
			// A copy, in case that other operations refer to the same schema.
			nullable := *property.Value
			nullable.Nullable = true
			media.Schema.Value.Properties[name] = &openapi3.SchemaRef{Value: &nullable}
		}
	}
}

// mendSettings lets a change of settings have unknown fields. The document closes these
// bodies; the documentation of Clerk's command-line client says that such fields are
// dropped in silence.
func mendSettings(item *openapi3.PathItem) {
	if item == nil || item.Patch == nil || item.Patch.RequestBody == nil {
		return
	}
	if media := item.Patch.RequestBody.Value.Content.Get("application/json"); media != nil && media.Schema != nil {
		media.Schema.Value.AdditionalProperties = openapi3.AdditionalProperties{}
	}
}

// paginatedAnswer is the answer of a list that takes paginated=true, and then
// gives {"data":[…],"total_count":n}, where the document declares the bare
// array whatever the parameter says. It is nil for other operations. These are
// /clients, /sessions, /jwt_templates, /invitations, /allowlist_identifiers,
// /redirect_urls, /users/{user_id}/oauth_access_tokens/{provider} and
// /templates/{template_type}.
func paginatedAnswer(op *openapi3.Operation) *openapi3.Schema {
	response := op.Responses.Status(http.StatusOK)
	if op.Parameters.GetByInAndName(openapi3.ParameterInQuery, "paginated") == nil || response == nil {
		return nil
	}
	media := response.Value.Content.Get("application/json")
	if media == nil || media.Schema == nil || !media.Schema.Value.Type.Is(openapi3.TypeArray) {
		return nil
	}
	return openapi3.NewObjectSchema().
		WithPropertyRef("data", media.Schema).
		WithProperty("total_count", openapi3.NewIntegerSchema().WithMin(0)).
		WithRequired([]string{"data", "total_count"}).
		WithoutAdditionalProperties()
}

// queryOfEveryOperation names the query parameters that Clerk takes
// everywhere, and documents outside the OpenAPI document.
var queryOfEveryOperation = map[string]bool{
	"__clerk_api_version": true, // in place of the header Clerk-API-Version
}

// isAbsent tells a body that counts as none where none is required. Clerk's
// own SDK sends the word null with each POST and DELETE that has no
// parameters, which no schema of the document allows.
func isAbsent(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) == 0 || bytes.Equal(body, []byte("null"))
}
