package jwttemplate_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

func TestAccManagesAJWTTemplate(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	planned := func(action plancheck.ResourceActionType, changes ...string) resource.ConfigPlanChecks {
		checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}
		if len(changes) > 0 {
			checks = append(checks, acctest.ExpectChanges(address, changes...))
		}
		return resource.ConfigPlanChecks{PreApply: checks}
	}
	holds := func(name, claims string, lifetime int64) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if got := i.Templates()[name]; got.Lifetime != lifetime || !tf.SameJSON(string(got.Claims), claims) {
				t.Errorf("Clerk holds %+v", got)
			}
			return nil
		}
	}
	const changed = `
resource "clerk_jwt_template" "this" {
  name     = "changed"
  claims   = jsonencode({ role = "writer" })
  lifetime = 90
}`
	steps := []resource.TestStep{
		{
			Config:           minimal,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("lifetime"), knownvalue.Int64Exact(60)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("signing_key_wo"), knownvalue.Null()),
			},
			Check: holds("minimal", `{"role":"reader"}`, 60),
		},
		{Config: changed, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "name", "claims", "lifetime"), Check: holds("changed", `{"role":"writer"}`, 90)},
		{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.JWTTemplates.Update(ctx, i.Templates()["changed"].ID, clerk.JWTTemplateParams{
					Name: "renamed", Claims: json.RawMessage(`{"role":"writer"}`), Lifetime: clerk.Value(int64(120)), AllowedClockSkew: clerk.Value(int64(30)),
				})
				return err
			}),
			Config: changed, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "name", "lifetime"), Check: holds("changed", `{"role":"writer"}`, 90),
		},
		{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.JWTTemplates.Delete(ctx, i.Templates()["changed"].ID)
			}),
			Config: changed, ConfigPlanChecks: planned(plancheck.ResourceActionCreate), Check: holds("changed", `{"role":"writer"}`, 90),
		},
	}
	i.Run(steps...)
	if left := i.Templates(); i.Sim != nil && len(left) > 0 {
		t.Errorf("the destroy left %v", left)
	}
}
