package clerk_test

import (
	"cmp"
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "sessions", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		return idOf(c.Sessions.Create(ctx, clerk.CreateSessionParams{UserID: of("users")}))
	},
	writes: map[string]call{
		"POST /sessions/{session_id}/revoke": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.Sessions.End(ctx, at.id)
		},
	},
	again: map[string]call{
		"GET /sessions": func(ctx context.Context, c *clerk.Client, _ target) (any, error) {
			return rest.Collect(c.Sessions.List(ctx, clerk.SessionFilter{}))
		},
		"POST /sessions/{session_id}/tokens": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Sessions.Token(ctx, at.id, "", 0)
		},
		"POST /sessions/{session_id}/tokens/{template_name}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Sessions.Token(ctx, at.parent(), cmp.Or(at.own(), "."), 0)
		},
	},
	keyless: true,
	pages: map[string]paged{"sessions": {paginated: true, list: func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.Sessions.List(ctx, clerk.SessionFilter{UserID: "user_1"}))
	}}},
})
