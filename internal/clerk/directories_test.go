package clerk_test

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "directories",
	create: func(ctx context.Context, c *clerk.Client, of ids, name string) (string, error) {
		return idOf(c.Directories.Create(ctx, clerk.CreateDirectoryParams{
			EnterpriseConnectionID: of("enterprise_connections"), Provider: "okta", Name: rest.Value(name),
		}))
	},
	seed: func(ctx context.Context, c *clerk.Client, of ids, name string) (string, error) {
		made, err := c.Directories.Create(ctx, clerk.CreateDirectoryParams{EnterpriseConnectionID: of("enterprise_connections"), Provider: "okta", Name: rest.Value(name)})
		if err != nil {
			return "", err
		}
		return idOf(c.Directories.Update(ctx, made.ID, clerk.UpdateDirectoryParams{GroupRoleMappingEnabled: rest.Value(true)}))
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) { return c.Directories.Get(ctx, id) },
	writes: map[string]call{
		"PATCH /directories/{directory_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Directories.Update(ctx, at.id, clerk.UpdateDirectoryParams{Name: rest.Value("b"), Enabled: rest.Value(false)})
		},
		"PUT /directories/{directory_id}/group_role_mappings": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Directories.ReplaceGroupRoleMappings(ctx, at.id, []clerk.GroupRoleMapping{{GroupID: "everyone", RoleKey: "org:member"}})
		},
		"DELETE /directories/{directory_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.Directories.Delete(ctx, at.id)
		},
	},
	bare: map[string]call{
		"PUT /directories/{directory_id}/group_role_mappings": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Directories.ReplaceGroupRoleMappings(ctx, at.id, nil)
		},
	},
	again: map[string]call{
		"GET /directories/{directory_id}/group_role_mappings": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Directories.GroupRoleMappings(ctx, at.id)
		},
	},
	once: map[string]call{
		"POST /directories/{directory_id}/rotate_api_key": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Directories.RotateAPIKey(ctx, at.id)
		},
	},
	sentOnce: true,
})
