package tf

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Within is an object that belongs to an organization, and that the ids of both identify.
type Within struct {
	Noun, Prefix string // such as "organization domain" and "orgdmn_"
	Key, Example string // what a person knows it by: "name" and "example.com"
	// Find finds the id of the object in the organization.
	Find func(ctx context.Context, c *clerk.Client, organizationID, key string) (id string, err error)
}

// OfOrganization names an object in messages by what a person knows it by and by its organization, as far as they are known: a state has the id
// of the organization, and no name.
func OfOrganization(key types.String, preposition string, organizationID types.String) types.String {
	if key.ValueString() == "" || organizationID.ValueString() == "" {
		return key
	}
	return types.StringValue(key.ValueString() + preposition + organizationID.ValueString())
}

// IdentitySchema are the attributes of the identity.
func (w Within) IdentitySchema() map[string]identityschema.Attribute {
	return map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the organization, org_…."},
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: fmt.Sprintf("Id of the %s, %s….", w.Noun, w.Prefix)},
	}
}

// Import brings the object under management: by its identity, or by its organization and
// itself.
func (w Within) Import(ctx context.Context, c *clerk.Client, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var organization, own types.String
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("organization_id"), &organization)...)
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &own)...)
	} else {
		ids, err := w.imported(ctx, c, req.ID)
		if err != nil {
			Report(&resp.Diagnostics, fmt.Sprintf("Could not import %q", req.ID), err, nil)
			return
		}
		organization, own = types.StringValue(ids[0]), types.StringValue(ids[1])
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), organization)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), own)...)
}

// imported are the ids of the organization and of the object that an import means.
func (w Within) imported(ctx context.Context, c *clerk.Client, id string) (ids [2]string, err error) {
	forms := fmt.Sprintf("The %s is imported by the id of its organization and its own, as in org_2abc/%s2def. "+
		"In place of the one, the slug does, as in acme or slug:acme; in place of the other, the %s, as in acme/%s.", w.Noun, w.Prefix, strings.ReplaceAll(w.Key, "_", " "), w.Example)
	organization, own, both := strings.Cut(id, "/")
	for _, part := range []string{organization, own} {
		if !both || part == "" || part != strings.TrimSpace(part) || strings.Contains(part, "/") {
			return ids, Hint(forms, fmt.Errorf("it does not name an organization and a part of it"))
		}
	}
	if ids[0], err = ImportedOrganization(ctx, c, organization); err != nil {
		return ids, err
	}
	if ids[1] = own; strings.HasPrefix(own, w.Prefix) {
		return ids, nil
	}
	ids[1], err = w.Find(ctx, c, ids[0], own)
	if answer, ok := rest.AsError(err); err != nil && (!ok || rest.IsNotFound(answer)) && !errors.Is(err, context.Canceled) {
		err = Hint(forms+" Check that the provider's key is of the right instance.", err)
	}
	return ids, err
}
