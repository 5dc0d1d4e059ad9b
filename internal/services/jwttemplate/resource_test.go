package jwttemplate_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

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

// updates is the plan that changes these attributes, and nothing else.
func updates(attributes ...string) []string {
	return []string{address + ": update " + strings.Join(attributes, " ")}
}

func TestCreatesATemplateWithClerksDefaults(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Config: minimal,
			Plan:   []string{address + ": create"},
			State:  map[string]string{address + ".lifetime": "60", address + ".allowed_clock_skew": "5", address + ".custom_signing_key": "false", address + ".signing_algorithm": "RS256"},
			Check: func(acctest.States) {
				got := i.Templates()["minimal"]
				if got.Lifetime != 60 || !tf.SameJSON(string(got.Claims), `{"role":"reader"}`) {
					t.Errorf("Clerk holds %+v", got)
				}
			},
		},
	)
	if left := i.Templates(); i.Sim != nil && len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestLeavesOmittedArgumentsAlone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: minimal},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.JWTTemplates.Update(ctx, i.Templates()["minimal"].ID, clerk.JWTTemplateParams{
					Name: "minimal", Claims: json.RawMessage(`{"role":"reader"}`),
					Lifetime: clerk.Value(int64(900)), AllowedClockSkew: clerk.Value(int64(30)),
				})
				return err
			}),
			Config: minimal,
			Plan:   acctest.Nothing,
		},
		acctest.Step{
			Config: `
resource "clerk_jwt_template" "this" {
  name   = "minimal"
  claims = jsonencode({ role = "writer" })
}`,
			Check: func(acctest.States) {
				if got := i.Templates()["minimal"]; got.Lifetime != 900 || got.AllowedClockSkew != 30 {
					t.Errorf("an update of the claims changed what is not mentioned: %+v", got)
				}
			},
		},
	)
}

func TestComparesClaimsByValue(t *testing.T) {
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
	acctest.InProcess(t).Drive(
		acctest.Step{Config: config(`{"a": 1, "b": {"c": [1, 2]}, "n": 12345678901234567890}`)},
		acctest.Step{Config: config(`{"b":{"c":[1.0,2e0]},"a":1,"n":12345678901234567890}`), Plan: acctest.Nothing},
		acctest.Step{Config: config(`{"b":{"c":[2,1]},"a":1,"n":12345678901234567890}`), Plan: updates("claims")},
		acctest.Step{Config: config(`{"b":{"c":[2,1]},"a":1,"n":12345678901234567891}`), Plan: updates("claims")},
	)
}
