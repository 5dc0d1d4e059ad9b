package clerk

import (
	"context"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// AdminPortalLinkToken is a token with which somebody opens the admin portal, once. Times are Unix milliseconds; a nil pointer is null.
// Clerk has no read and no list of them.
type AdminPortalLinkToken struct {
	ID         string `json:"id"`
	Token      string `json:"token"` // in the answer that creates it
	Expiration *int64 `json:"expiration"`
}

// CreateAdminPortalLinkTokenParams are the fields of POST /admin_portal_link_tokens.
type CreateAdminPortalLinkTokenParams struct {
	OrganizationID         rest.Optional[string]   `json:"organization_id,omitzero"`
	ITContactID            rest.Optional[string]   `json:"it_contact_id,omitzero"`
	Scopes                 rest.Optional[[]string] `json:"scopes,omitzero"`
	SecondsUntilExpiration rest.Optional[int64]    `json:"seconds_until_expiration,omitzero"`
}

// AdminPortalLinkTokens is the area /admin_portal_link_tokens.
type AdminPortalLinkTokens struct{ t *rest.Transport }

// Create is POST /admin_portal_link_tokens. It is never repeated: a lost answer is a *Lost error.
func (a *AdminPortalLinkTokens) Create(ctx context.Context, p CreateAdminPortalLinkTokenParams) (*AdminPortalLinkToken, error) {
	return rest.One[AdminPortalLinkToken](ctx, a.t, rest.Call{
		Method: http.MethodPost, Path: []string{"admin_portal_link_tokens"}, Body: p, IsCreate: true,
		Check: rest.Has("token", func(t *AdminPortalLinkToken) bool { return t.ID != "" && t.Token != "" }),
	})
}

// Revoke is POST /admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke. A token that is revoked already has nothing left to revoke
// and is no error.
func (a *AdminPortalLinkTokens) Revoke(ctx context.Context, id string) error {
	err := a.t.Do(ctx, rest.Call{Method: http.MethodPost, Path: []string{"admin_portal_link_tokens", id, "revoke"}, Body: struct{}{}, Deletes: true}, nil)
	if isOver(err) {
		return nil
	}
	return err
}
