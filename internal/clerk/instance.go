package clerk

import (
	"context"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// UpdateInstanceParams are the fields of PATCH /instance. Clerk returns AllowedOrigins only, and ignores an empty list of them. "" clears
// a text.
type UpdateInstanceParams struct {
	TestMode               rest.Optional[bool]     `json:"test_mode,omitzero"`
	HIBP                   rest.Optional[bool]     `json:"hibp,omitzero"`
	SupportEmail           rest.Optional[string]   `json:"support_email,omitzero"`
	ClerkJSVersion         rest.Optional[string]   `json:"clerk_js_version,omitzero"`
	DevelopmentOrigin      rest.Optional[string]   `json:"development_origin,omitzero"`
	AllowedOrigins         rest.Optional[[]string] `json:"allowed_origins,omitzero"`
	URLBasedSessionSyncing rest.Optional[bool]     `json:"url_based_session_syncing,omitzero"`
	// PreferredSignInStrategy is "password" or "otp".
	PreferredSignInStrategy rest.Optional[string] `json:"preferred_sign_in_strategy_when_password_required,omitzero"`
}

// Instances is the area /instance.
type Instances struct{ t *rest.Transport }

// Get is GET /instance.
func (i *Instances) Get(ctx context.Context) (*rest.Instance, error) {
	return rest.One[rest.Instance](ctx, i.t, rest.Call{Method: http.MethodGet, Path: []string{"instance"}})
}

// Own returns the instance that the client's key belongs to. The client sends GET /instance at most once, and caches a failure as
// well, unless the caller's context ended.
func (i *Instances) Own(ctx context.Context) (*rest.Instance, error) { return i.t.Own(ctx) }

// Update is PATCH /instance, which answers nothing.
func (i *Instances) Update(ctx context.Context, p UpdateInstanceParams) error {
	return i.t.Do(ctx, rest.Call{Method: http.MethodPatch, Path: []string{"instance"}, Body: p}, nil)
}
