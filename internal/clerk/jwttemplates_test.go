package clerk_test

import (
	"context"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "jwt_templates",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{
			Name: name, Claims: []byte(`{"b":1.0,"a":"{{user.id}}"}`), Lifetime: rest.Value(int64(90)), AllowedClockSkew: rest.Value(int64(0)),
			CustomSigningKey: rest.Value(true), SigningAlgorithm: rest.Value("HS256"), SigningKey: rest.Value(strings.Repeat("k", 64)),
		}))
	},
	get:  func(ctx context.Context, c *clerk.Client, id string) (any, error) { return c.JWTTemplates.Get(ctx, id) },
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) { return idsIn(c.JWTTemplates.List(ctx)) },
	writes: map[string]call{
		"PATCH /jwt_templates/{template_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.JWTTemplates.Update(ctx, at.id, clerk.JWTTemplateParams{Name: "b", Claims: []byte(`{"a":1}`)})
		},
		"DELETE /jwt_templates/{template_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.JWTTemplates.Delete(ctx, at.id)
		},
	},
	recovered: map[string]recovered{"a JWT template": {}},
	uniques: map[string]unique{"template's name": {takes: func(ctx context.Context, c *clerk.Client, id, name string) (any, error) {
		return c.JWTTemplates.Update(ctx, id, clerk.JWTTemplateParams{Name: name, Claims: []byte(`{}`)})
	}}},
	pages: map[string]paged{"JWT templates": {paginated: true}},
})
