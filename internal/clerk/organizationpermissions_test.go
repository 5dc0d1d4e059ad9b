package clerk_test

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "organization_permissions",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.OrganizationPermissions.Create(ctx, aPermission("org:parts:"+name)))
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) {
		return c.OrganizationPermissions.Get(ctx, id)
	},
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.OrganizationPermissions.Search(ctx, clerk.Search{Query: "org:parts"}))
	},
	writes: map[string]call{
		"PATCH /organization_permissions/{permission_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.OrganizationPermissions.Update(ctx, at.id, clerk.OrganizationPermissionParams{Name: rest.Value("B")})
		},
		"DELETE /organization_permissions/{permission_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.OrganizationPermissions.Delete(ctx, at.id)
		},
	},
	recovered: map[string]recovered{"an organization permission": {}},
	uniques: map[string]unique{"permission's key": {takes: func(ctx context.Context, c *clerk.Client, id, value string) (any, error) {
		return c.OrganizationPermissions.Update(ctx, id, clerk.OrganizationPermissionParams{Key: rest.Value("org:parts:" + value)})
	}}},
})
