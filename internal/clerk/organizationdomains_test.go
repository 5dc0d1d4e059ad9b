package clerk_test

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "organization_domains", nameFollows: true, operation: "POST /organizations/{organization_id}/domains", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, of ids, name string) (string, error) {
		return idOf(c.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{
			OrganizationID: of("organizations"), Name: name + ".example.com", EnrollmentMode: "manual_invitation",
		}))
	},
	writes: map[string]call{
		"PATCH /organizations/{organization_id}/domains/{domain_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.OrganizationDomains.Update(ctx, at.parent(), at.own(), "acme.example.com", clerk.UpdateOrganizationDomainParams{
				EnrollmentMode: rest.Value("enterprise_sso"), Verified: rest.Value(false),
			})
		},
		"POST /organizations/{organization_id}/domains/{domain_id}/verify_ownership": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.OrganizationDomains.VerifyOwnership(ctx, at.parent(), at.own())
		},
		"DELETE /organizations/{organization_id}/domains/{domain_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.OrganizationDomains.Delete(ctx, at.parent(), at.own())
		},
	},
	recovered: map[string]recovered{"an organization domain": {
		early: "GET /organization_domains", awaits: true,
		create: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
			return idOf(c.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{
				OrganizationID: of("organizations"), Name: "example.com", EnrollmentMode: "automatic_suggestion", Verified: rest.Value(false),
			}))
		},
		held: func(ctx context.Context, c *clerk.Client, owner string) ([]string, error) {
			return idsIn(c.OrganizationDomains.List(ctx, clerk.OrganizationDomainFilter{OrganizationID: organizationOf(owner)}))
		},
	}},
	uniques: map[string]unique{"domain's name": {
		has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
			o, err := c.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Of " + value})
			if err != nil {
				return "", err
			}
			return idOf(c.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{
				OrganizationID: o.ID, Name: value + ".example.com", EnrollmentMode: "manual_invitation",
			}))
		},
		gives: map[string]call{
			"update": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
				return c.OrganizationDomains.Update(ctx, at.parent(), at.own(), "", clerk.UpdateOrganizationDomainParams{Verified: rest.Value(false)})
			},
			"delete of its organization": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
				return nil, c.Organizations.Delete(ctx, at.parent())
			},
		},
	}},
})
