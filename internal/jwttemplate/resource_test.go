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

const address = "clerk_jwt_template.this"

const minimal = `
resource "clerk_jwt_template" "this" {
  name   = "minimal"
  claims = jsonencode({ role = "reader" })
}`

func value(attribute string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), want)
}

func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func unchanged() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

func TestAccCreatesATemplateWithClerksDefaults(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{
			Config:           minimal,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value("lifetime", knownvalue.Int64Exact(60)),
				value("allowed_clock_skew", knownvalue.Int64Exact(5)),
				value("custom_signing_key", knownvalue.Bool(false)),
				value("signing_algorithm", knownvalue.StringExact("RS256")),
			},
			Check: func(*terraform.State) error {
				got := i.Templates()["minimal"]
				if got.Lifetime != 60 || !tf.SameJSON(string(got.Claims), `{"role":"reader"}`) {
					t.Errorf("Clerk holds %+v", got)
				}
				return nil
			},
		},
		resource.TestStep{Config: minimal, ConfigPlanChecks: unchanged()},
	)
	if left := i.Templates(); i.Sim != nil && len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestAccChangesEachArgumentInPlace(t *testing.T) {
	t.Parallel()
	config := func(name, claims, rest string) string {
		return `
resource "clerk_jwt_template" "this" {
  name   = "` + name + `"
  claims = jsonencode(` + claims + `)
  ` + rest + `
}`
	}
	for argument, step := range map[string]struct {
		config string
		want   func(clerk.JWTTemplate) bool
	}{
		"name":               {config("after", `{ a = 1 }`, ``), func(j clerk.JWTTemplate) bool { return j.Name == "after" }},
		"claims":             {config("before", `{ a = 2 }`, ``), func(j clerk.JWTTemplate) bool { return tf.SameJSON(string(j.Claims), `{"a":2}`) }},
		"lifetime":           {config("before", `{ a = 1 }`, `lifetime = 3600`), func(j clerk.JWTTemplate) bool { return j.Lifetime == 3600 }},
		"allowed_clock_skew": {config("before", `{ a = 1 }`, `allowed_clock_skew = 0`), func(j clerk.JWTTemplate) bool { return j.AllowedClockSkew == 0 }},
	} {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t)
			i.Run(
				resource.TestStep{Config: config("before", `{ a = 1 }`, ``)},
				resource.TestStep{
					Config:           step.config,
					ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
					Check: func(*terraform.State) error {
						templates := i.Templates()
						got, ok := templates["before"]
						if !ok {
							got = templates["after"]
						}
						if !step.want(got) {
							t.Errorf("Clerk holds %+v", got)
						}
						return nil
					},
				},
			)
		})
	}
}

func TestAccShowsTheDriftOfEachArgument(t *testing.T) {
	t.Parallel()
	const full = `
resource "clerk_jwt_template" "this" {
  name               = "drift"
  claims             = jsonencode({ a = 1, b = 2 })
  lifetime           = 120
  allowed_clock_skew = 10
  custom_signing_key = false
}`
	change := clerk.JWTTemplateParams{Name: "drift", Claims: json.RawMessage(`{"a":1,"b":2}`)}
	// The algorithm follows from whose key it is, so it is unknown until then.
	shown := map[string][]string{"custom_signing_key": {"signing_algorithm"}}
	for argument, drift := range map[string]func(*clerk.JWTTemplateParams){
		"name":               func(p *clerk.JWTTemplateParams) { p.Name = "renamed" },
		"claims":             func(p *clerk.JWTTemplateParams) { p.Claims = json.RawMessage(`{"a":1,"b":3}`) },
		"lifetime":           func(p *clerk.JWTTemplateParams) { p.Lifetime = clerk.Value(int64(240)) },
		"allowed_clock_skew": func(p *clerk.JWTTemplateParams) { p.AllowedClockSkew = clerk.Value(int64(11)) },
		"custom_signing_key": func(p *clerk.JWTTemplateParams) {
			p.CustomSigningKey = clerk.Value(true)
			p.SigningAlgorithm, p.SigningKey = clerk.Value("HS256"), clerk.Value("a secret of thirty-two characters")
		},
	} {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t)
			i.Run(
				resource.TestStep{Config: full},
				resource.TestStep{
					PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
						p := change
						drift(&p)
						_, err := c.JWTTemplates.Update(ctx, i.Templates()["drift"].ID, p)
						return err
					}),
					Config: full,
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
						acctest.ExpectChanges(address, append(shown[argument], argument)...),
					}},
				},
			)
		})
	}
}

func TestAccLeavesOmittedArgumentsAlone(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.JWTTemplates.Update(ctx, i.Templates()["minimal"].ID, clerk.JWTTemplateParams{
					Name: "minimal", Claims: json.RawMessage(`{"role":"reader"}`),
					Lifetime: clerk.Value(int64(900)), AllowedClockSkew: clerk.Value(int64(30)),
				})
				return err
			}),
			Config:           minimal,
			ConfigPlanChecks: unchanged(),
		},
		resource.TestStep{
			Config: `
resource "clerk_jwt_template" "this" {
  name   = "minimal"
  claims = jsonencode({ role = "writer" })
}`,
			Check: func(*terraform.State) error {
				if got := i.Templates()["minimal"]; got.Lifetime != 900 || got.AllowedClockSkew != 30 {
					t.Errorf("an update of the claims changed what is not mentioned: %+v", got)
				}
				return nil
			},
		},
	)
}

func TestAccRecreatesATemplateDeletedOutsideTerraform(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.JWTTemplates.Delete(ctx, i.Templates()["minimal"].ID)
			}),
			Config:           minimal,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
		},
		resource.TestStep{Config: minimal, ConfigPlanChecks: unchanged()},
	)
}

func TestAccImportsByIDWithoutADifference(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
		resource.TestStep{Config: minimal, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
	)
}

func TestAccImportsByIdentityWithoutADifference(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.ImportByIdentity)
	acctest.New(t).Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{Config: minimal, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
	)
}

func TestAccComparesClaimsByValue(t *testing.T) {
	t.Parallel()
	config := func(claims string) string {
		return `
resource "clerk_jwt_template" "this" {
  name   = "spelling"
  claims = <<-EOT
    ` + claims + `
  EOT
}`
	}
	acctest.New(t).Run(
		resource.TestStep{Config: config(`{"a": 1, "b": {"c": [1, 2]}, "n": 12345678901234567890}`)},
		resource.TestStep{Config: config(`{"b":{"c":[1.0,2e0]},"a":1,"n":12345678901234567890}`), ConfigPlanChecks: unchanged()},
		resource.TestStep{Config: config(`{"b":{"c":[2,1]},"a":1,"n":12345678901234567890}`), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
		resource.TestStep{Config: config(`{"b":{"c":[2,1]},"a":1,"n":12345678901234567891}`), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
	)
}
