package tf

import (
	"context"
	"errors"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// ImportedOrganization is the id of the organization that an import means: by the id, or by
// the slug, alone or as slug:acme. An id, org_…, is given back as it is.
func ImportedOrganization(ctx context.Context, client *clerk.Client, name string) (string, error) {
	slug, named := strings.CutPrefix(name, "slug:")
	if !named && strings.HasPrefix(name, "org_") {
		return name, nil
	}
	organization, err := client.Organizations.Find(ctx, slug)
	if errors.Is(err, clerk.ErrNoOrganization) {
		err = Hint("An organization is found by the id, org_…, or by the slug, as in acme or slug:acme. Check that the provider's key is of the right instance.", err)
	}
	if err != nil {
		return "", err
	}
	return organization.ID, nil
}
