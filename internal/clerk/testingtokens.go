package clerk

import (
	"context"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// TestingToken lets a test pass the bot detection of the Frontend API. ExpiresAt
// is a Unix time whose unit Clerk does not document: its example is in seconds.
type TestingToken struct {
	Token     string `json:"token"`
	ExpiresAt int64  `json:"expires_at"`
}

// TestingTokens is the area /testing_tokens.
type TestingTokens struct{ t *rest.Transport }

// Create is POST /testing_tokens. It is repeated when its answer is lost, since an unused token does no harm.
func (s *TestingTokens) Create(ctx context.Context) (*TestingToken, error) {
	return rest.One[TestingToken](ctx, s.t, rest.Call{Method: http.MethodPost, Path: []string{"testing_tokens"}})
}
