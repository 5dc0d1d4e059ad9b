package jwttemplate_test

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func signed(algorithm, key string, version int, rest string) string {
	return `
resource "clerk_jwt_template" "this" {
  name                   = "signed"
  claims                 = jsonencode({ aud = "reports" })
  custom_signing_key     = true
  signing_algorithm      = "` + algorithm + `"
  signing_key_wo         = "` + key + `"
  signing_key_wo_version = ` + string(rune('0'+version)) + `
  ` + rest + `
}`
}

// HS512 takes no key of less than 64 bytes.
const (
	firstKey  = "first-key-first-key-first-key-first-key-first-key-first-key-first-key"
	secondKey = "second-key-second-key-second-key-second-key-second-key-second-key"
)

func TestAccKeepsTheSigningKeyOutOfTheState(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(
		resource.TestStep{
			Config: signed("HS256", firstKey, 1, ""),
			ConfigStateChecks: []statecheck.StateCheck{
				value("custom_signing_key", knownvalue.Bool(true)),
				value("signing_algorithm", knownvalue.StringExact("HS256")),
				value("signing_key_wo", knownvalue.Null()),
			},
			Check: func(s *terraform.State) error {
				if raw, err := json.Marshal(s); err != nil || strings.Contains(string(raw), firstKey) {
					t.Errorf("the key stands in the state (%v)", err)
				}
				return nil
			},
		},
		resource.TestStep{Config: signed("HS256", firstKey, 1, ""), ConfigPlanChecks: unchanged()},
	)
}

func TestAccSendsTheSigningKeyWhenItsVersionChangesAndOnlyThen(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	sent := func(key string) int {
		n := 0
		for _, r := range i.Sim.Requests() {
			if strings.Contains(r.Body, key) {
				n++
			}
		}
		return n
	}
	expect := func(first, second int) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if sent(firstKey) != first || sent(secondKey) != second {
				t.Errorf("the first key was sent %d times, the second %d times", sent(firstKey), sent(secondKey))
			}
			return nil
		}
	}
	i.Run(
		resource.TestStep{Config: signed("HS256", firstKey, 1, ""), Check: expect(1, 0)},
		resource.TestStep{Config: signed("HS256", secondKey, 1, ""), ConfigPlanChecks: unchanged(), Check: expect(1, 0)},
		resource.TestStep{Config: signed("HS256", secondKey, 1, "lifetime = 90"), Check: expect(1, 0)},
		resource.TestStep{
			Config:           signed("HS256", secondKey, 2, "lifetime = 90"),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			Check:            expect(1, 1),
		},
		resource.TestStep{Config: signed("HS512", secondKey, 2, "lifetime = 90"), Check: expect(1, 2)},
	)
}

func TestAccTurnsACustomKeyOnAgainWhenItWasTurnedOffOutside(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	config := signed("HS256", firstKey, 1, "")
	i.Run(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.JWTTemplates.Update(ctx, i.Templates()["signed"].ID, clerk.JWTTemplateParams{
					Name: "signed", Claims: json.RawMessage(`{"aud":"reports"}`), CustomSigningKey: clerk.Value(false),
				})
				return err
			}),
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				acctest.ExpectChanges(address, "custom_signing_key", "signing_algorithm"),
			}},
			Check: func(*terraform.State) error {
				if got := i.Templates()["signed"]; !got.CustomSigningKey || got.SigningAlgorithm != "HS256" {
					t.Errorf("Clerk holds %+v", got)
				}
				return nil
			},
		},
	)
}

func TestAccTurnsACustomKeyOff(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: signed("HS256", firstKey, 1, "")},
		resource.TestStep{
			Config: `
resource "clerk_jwt_template" "this" {
  name               = "signed"
  claims             = jsonencode({ aud = "reports" })
  custom_signing_key = false
}`,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value("custom_signing_key", knownvalue.Bool(false)),
				value("signing_algorithm", knownvalue.StringExact("RS256")),
			},
		},
	)
}

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestAccRefusesBadConfigurationsAtPlanTime(t *testing.T) {
	t.Parallel()
	body := func(lines string) string {
		return "resource \"clerk_jwt_template\" \"this\" {\n" + lines + "\n}"
	}
	const name, claims = "name = \"n\"\n", "claims = jsonencode({ a = 1 })\n"
	for title, bad := range map[string]struct{ config, summary, detail string }{
		"an empty name":                {body(`name = ""` + "\n" + claims), "a name that can stand in a URL", "cannot be a name"},
		"a slash in the name":          {body(`name = "a/b"` + "\n" + claims), "a name that can stand in a URL", `"a/b" cannot be a name`},
		"a dot segment":                {body(`name = ".."` + "\n" + claims), "a name that can stand in a URL", "cannot be a name"},
		"claims that are no JSON":      {body(name + `claims = "role"`), "a JSON object", "is not JSON"},
		"claims that are no object":    {body(name + `claims = jsonencode([1])`), "a JSON object", "not an object"},
		"a reserved claim":             {body(name + `claims = jsonencode({ sub = "x" })`), "A reserved claim", `sets the claim "sub" itself`},
		"a claim that is not allowed":  {body(name + `claims = jsonencode({ sid = "x" })`), "A reserved claim", `sets the claim "sid" itself`},
		"a lifetime that is too short": {body(name + claims + `lifetime = 29`), "lifetime", "between 30 and 315360000"},
		"a lifetime that is too long":  {body(name + claims + `lifetime = 315360001`), "lifetime", "between 30 and 315360000"},
		"a negative skew":              {body(name + claims + `allowed_clock_skew = -1`), "allowed_clock_skew", "between 0 and 300"},
		"a skew that is too large":     {body(name + claims + `allowed_clock_skew = 301`), "allowed_clock_skew", "between 0 and 300"},
		"a custom key without its algorithm": {
			body(name + claims + "custom_signing_key = true\nsigning_key_wo = \"k\"\nsigning_key_wo_version = 1"),
			"A custom key without its algorithm", "has to be told the key's algorithm",
		},
		"a custom key that is missing": {
			body(name + claims + "custom_signing_key = true\nsigning_algorithm = \"HS256\""),
			"A custom key is missing", "set signing_key_wo and",
		},
		"a key that would not be used": {
			body(name + claims + "signing_key_wo = \"k\"\nsigning_key_wo_version = 1"),
			"A key that would not be used", "only with custom_signing_key = true",
		},
		"an algorithm without its key": {body(name + claims + `signing_algorithm = "HS256"`), "An algorithm without its key", "whose algorithm is RS256"},
		"a key without a version": {
			body(name + claims + "custom_signing_key = true\nsigning_algorithm = \"HS256\"\nsigning_key_wo = \"k\""),
			"signing_key_wo", "signing_key_wo_version",
		},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			acctest.Simulated(t).ExpectRefused(bad.config, bad.summary, bad.detail)
		})
	}
}

func TestAccNamesADuplicateTemplate(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{
			Config: minimal + `
resource "clerk_jwt_template" "other" {
  name   = "minimal"
  claims = jsonencode({})
}`,
			ExpectError: acctest.Words(`Could not create JWT template "minimal"`, "with clerk_jwt_template.other", `name   = "minimal"`, "422", "form_identifier_exists", "Trace id:", "Import that object"),
		},
	)
}

func TestAccReadsTemplatesByIDByNameAndAll(t *testing.T) {
	t.Parallel()
	config := minimal + `
data "clerk_jwt_template" "by_id" { id = clerk_jwt_template.this.id }
data "clerk_jwt_template" "by_name" { name = clerk_jwt_template.this.name }
data "clerk_jwt_templates" "all" { depends_on = [clerk_jwt_template.this] }
output "same" {
  value = (data.clerk_jwt_template.by_id == data.clerk_jwt_template.by_name
    && contains(data.clerk_jwt_templates.all.jwt_templates, data.clerk_jwt_template.by_id)
    && data.clerk_jwt_templates.all.total_count == length(data.clerk_jwt_templates.all.jwt_templates)
    && jsondecode(data.clerk_jwt_template.by_id.claims).role == "reader"
    && data.clerk_jwt_template.by_id.lifetime == 60)
}`
	acctest.New(t).Run(resource.TestStep{
		Config:            config,
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("same", knownvalue.Bool(true))},
	})
}

func TestAccReadsMoreTemplatesThanAPageHolds(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.Outside(func(ctx context.Context, c *clerk.Client) error {
		for n := range 511 {
			name := "template-" + string(rune('a'+n/26/26)) + string(rune('a'+n/26%26)) + string(rune('a'+n%26))
			if _, err := c.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{Name: name, Claims: json.RawMessage(`{}`)}); err != nil {
				return err
			}
		}
		return nil
	})()
	i.Run(resource.TestStep{
		Config: `
data "clerk_jwt_templates" "all" {}
data "clerk_jwt_template" "first" { name = "template-aaa" }
output "count" { value = data.clerk_jwt_templates.all.total_count }`,
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("count", knownvalue.Int64Exact(511))},
	})
}

func TestAccSaysThatATemplateDoesNotExist(t *testing.T) {
	t.Parallel()
	for config, want := range map[string]*regexp.Regexp{
		`data "clerk_jwt_template" "this" { name = "nobody" }`: acctest.Words("Could not read the JWT template", `name = "nobody"`, `no JWT template named "nobody"`),
		`data "clerk_jwt_template" "this" { id = "jtmp_0" }`:   acctest.Words("Could not read the JWT template", `id = "jtmp_0"`, "404"),
	} {
		acctest.New(t).Run(resource.TestStep{Config: config, ExpectError: want})
	}
}
