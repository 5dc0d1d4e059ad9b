package clerk_test

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "organizations",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.Organizations.Create(ctx, clerk.CreateOrganizationParams{
			Name: "Acme", Slug: rest.Value(name), MaxAllowedMemberships: rest.Value(int64(5)),
			PublicMetadata: []byte(`{"b":1.0,"a":[1,2],"plan":{"seats":3}}`), PrivateMetadata: []byte(`{"crm":"a-17"}`),
		}))
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) {
		return c.Organizations.Get(ctx, id)
	},
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.Organizations.List(ctx, clerk.OrganizationFilter{}))
	},
	writes: map[string]call{
		"PATCH /organizations/{organization_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Organizations.Update(ctx, at.id, clerk.UpdateOrganizationParams{Name: rest.Value("Globex"), Slug: rest.Value("globex-" + at.name)})
		},
		"PUT /organizations/{organization_id}/metadata": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Organizations.ReplaceMetadata(ctx, at.id, clerk.Metadata{Public: []byte(`{"plan":"free"}`)})
		},
		"PATCH /organizations/{organization_id}/metadata": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Organizations.MergeMetadata(ctx, at.id, clerk.Metadata{Public: []byte(`{"plan":{"seats":null,"name":"free"}}`)})
		},
		"PUT /organizations/{organization_id}/logo": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Organizations.SetLogo(ctx, at.id, "b.png", pixel)
		},
		"DELETE /organizations/{organization_id}/logo": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Organizations.DeleteLogo(ctx, at.id)
		},
		"DELETE /organizations/{organization_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.Organizations.Delete(ctx, at.id)
		},
	},
	after:   map[string]string{"DELETE /organizations/{organization_id}/logo": "PUT /organizations/{organization_id}/logo"},
	limited: []string{"PATCH /organizations/{organization_id}", "PUT /organizations/{organization_id}/metadata", "PATCH /organizations/{organization_id}/metadata"},
	keyed: map[string]keyed{
		"a new organization's role set": {operation: "POST /organizations", write: func(ctx context.Context, c *clerk.Client, _, _ string) error {
			_, err := c.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Globex", RoleSetKey: rest.Value("role_set:partners")})
			return err
		}},
		"an organization's role set": {operation: "PATCH /organizations/{organization_id}", update: true, write: func(ctx context.Context, c *clerk.Client, organization, _ string) error {
			_, err := c.Organizations.Update(ctx, organization, clerk.UpdateOrganizationParams{RoleSetKey: rest.Value("role_set:partners")})
			return err
		}},
	},
	recovered: map[string]recovered{"an organization with a slug": {read: true, held: func(ctx context.Context, c *clerk.Client, owner string) ([]string, error) {
		return idsIn(c.Organizations.List(ctx, clerk.OrganizationFilter{OrganizationIDs: []string{"-" + organizationOf(owner)}}))
	}}},
	uniques: map[string]unique{"organization's slug": {takes: func(ctx context.Context, c *clerk.Client, id, slug string) (any, error) {
		return c.Organizations.Update(ctx, id, clerk.UpdateOrganizationParams{Slug: rest.Value(slug)})
	}}},
	pages: map[string]paged{"organizations": {}},
})
