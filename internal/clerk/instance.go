package clerk

import (
	"context"
	"net/http"
)

// UpdateInstanceParams are the fields of PATCH /instance. Clerk returns AllowedOrigins only, and ignores an empty list of them. "" clears
// a text.
type UpdateInstanceParams struct {
	TestMode               Optional[bool]     `json:"test_mode,omitzero"`
	HIBP                   Optional[bool]     `json:"hibp,omitzero"`
	SupportEmail           Optional[string]   `json:"support_email,omitzero"`
	ClerkJSVersion         Optional[string]   `json:"clerk_js_version,omitzero"`
	DevelopmentOrigin      Optional[string]   `json:"development_origin,omitzero"`
	AllowedOrigins         Optional[[]string] `json:"allowed_origins,omitzero"`
	URLBasedSessionSyncing Optional[bool]     `json:"url_based_session_syncing,omitzero"`
	// PreferredSignInStrategy is "password" or "otp".
	PreferredSignInStrategy Optional[string] `json:"preferred_sign_in_strategy_when_password_required,omitzero"`
}

// Instances is the area /instance.
type Instances struct{ t *transport }

// Get is GET /instance.
func (i *Instances) Get(ctx context.Context) (*Instance, error) {
	return one[Instance](ctx, i.t, call{method: http.MethodGet, path: []string{"instance"}})
}

// Own returns the instance that the client's key belongs to. The client sends GET /instance at most once, and caches a failure as
// well, unless the caller's context ended.
func (i *Instances) Own(ctx context.Context) (*Instance, error) { return i.t.own(ctx) }

// Update is PATCH /instance, which answers nothing.
func (i *Instances) Update(ctx context.Context, p UpdateInstanceParams) error {
	return i.t.do(ctx, call{method: http.MethodPatch, path: []string{"instance"}, body: p}, nil)
}
