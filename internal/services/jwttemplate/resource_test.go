package jwttemplate_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

const address = "clerk_jwt_template.this"

// block is a template with these arguments.
func block(lines string) string {
	return "\nresource \"clerk_jwt_template\" \"this\" {\n  " + lines + "\n}"
}

var minimal = block("name = \"minimal\"\n  claims = jsonencode({ role = \"reader\" })")

// unsigned is a template with these arguments, and signed has a key beside them.
func unsigned(rest string) string {
	return block("name = \"signed\"\n  claims = jsonencode({ aud = \"reports\" })\n  " + rest)
}

func signed(algorithm, key string, version int, rest string) string {
	return unsigned(fmt.Sprintf("custom_signing_key = true\n  signing_algorithm = %q\n  signing_key_wo = %q\n  signing_key_wo_version = %d\n  %s", algorithm, key, version, rest))
}

// HS512 takes no key of less than 64 bytes.
const (
	firstKey  = "first-key-first-key-first-key-first-key-first-key-first-key-first-key"
	secondKey = "second-key-second-key-second-key-second-key-second-key-second-key"
)

// updates is the plan that changes these attributes, and nothing else.
func updates(attributes ...string) []string {
	return []string{address + ": update " + strings.Join(attributes, " ")}
}

// edit changes a template behind Terraform's back.
func edit(i *acctest.Instance, name string, change func(*clerk.JWTTemplateParams)) func() {
	return i.Outside(func(ctx context.Context, c *clerk.Client) error {
		is := i.Templates()[name]
		p := clerk.JWTTemplateParams{Name: is.Name, Claims: is.Claims}
		change(&p)
		_, err := c.JWTTemplates.Update(ctx, is.ID, p)
		return err
	})
}

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
			if got := i.Templates()[name]; got.Lifetime != lifetime || !attr.SameJSON(string(got.Claims), claims) {
				t.Errorf("Clerk holds %+v", got)
			}
			return nil
		}
	}
	changed, writer := block("name = \"changed\"\n  claims = jsonencode({ role = \"writer\" })\n  lifetime = 90"), holds("changed", `{"role":"writer"}`, 90)
	steps := []resource.TestStep{
		{
			Config: minimal + `
data "clerk_jwt_template" "by_id" { id = clerk_jwt_template.this.id }
data "clerk_jwt_template" "by_name" { name = clerk_jwt_template.this.name }
data "clerk_jwt_templates" "all" { depends_on = [clerk_jwt_template.this] }
output "same" {
  value = (data.clerk_jwt_template.by_id == data.clerk_jwt_template.by_name
    && contains(data.clerk_jwt_templates.all.jwt_templates, data.clerk_jwt_template.by_id)
    && data.clerk_jwt_templates.all.total_count == length(data.clerk_jwt_templates.all.jwt_templates)
    && jsondecode(data.clerk_jwt_template.by_id.claims).role == "reader"
    && data.clerk_jwt_template.by_id.lifetime == 60)
}`,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate), Check: holds("minimal", `{"role":"reader"}`, 60),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("lifetime"), knownvalue.Int64Exact(60)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("signing_key_wo"), knownvalue.Null()),
				statecheck.ExpectKnownOutputValue("same", knownvalue.Bool(true)),
			},
		},
		{Config: changed, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "name", "claims", "lifetime"), Check: writer},
		{ResourceName: address, ImportState: true, ImportStateVerify: true},
		{
			PreConfig: edit(i, "changed", func(p *clerk.JWTTemplateParams) {
				p.Name, p.Lifetime, p.AllowedClockSkew = "renamed", rest.Value(int64(120)), rest.Value(int64(30))
			}),
			Config: changed, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "name", "lifetime"), Check: writer,
		},
		{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.JWTTemplates.Delete(ctx, i.Templates()["changed"].ID)
			}),
			Config: changed, ConfigPlanChecks: planned(plancheck.ResourceActionCreate), Check: writer,
		},
		{Config: changed, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
	}
	if acctest.Has(t, acctest.ImportByIdentity) {
		steps = append(steps, resource.TestStep{Config: changed, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity})
	}
	i.Run(steps...)
	if left := i.Templates(); i.Sim != nil && len(left) > 0 {
		t.Errorf("the destroy left %v", left)
	}
}

func TestCreatesATemplateWithClerksDefaultsAndUpdatesOnlyWhatIsMentioned(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Config: minimal, Plan: []string{address + ": create"},
			State: map[string]string{address + ".lifetime": "60", address + ".allowed_clock_skew": "5", address + ".custom_signing_key": "false", address + ".signing_algorithm": "RS256"},
		},
		acctest.Step{
			Outside: edit(i, "minimal", func(p *clerk.JWTTemplateParams) {
				p.Lifetime, p.AllowedClockSkew = rest.Value(int64(900)), rest.Value(int64(30))
			}),
			Config: strings.Replace(minimal, "reader", "writer", 1), Plan: updates("claims"),
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
		return "resource \"clerk_jwt_template\" \"this\" {\n  name   = \"spelling\"\n  claims = <<-EOT\n    " + claims + "\n  EOT\n}"
	}
	acctest.InProcess(t).Drive(
		acctest.Step{Config: config(`{"a": 1, "b": {"c": [1, 2]}, "n": 12345678901234567890}`)},
		acctest.Step{Config: config(`{"b":{"c":[1.0,2e0]},"a":1,"n":12345678901234567890}`), Plan: acctest.Nothing},
		acctest.Step{Config: config(`{"b":{"c":[2,1]},"a":1,"n":12345678901234567890}`), Plan: updates("claims")},
		acctest.Step{Config: config(`{"b":{"c":[2,1]},"a":1,"n":12345678901234567891}`), Plan: updates("claims")},
	)
}

func TestSendsTheSigningKeyWhenItsVersionChangesAndOnlyThen(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	expect := func(first, second int) func(acctest.States) {
		return func(states acctest.States) {
			var sent string
			for _, r := range i.Sim.Requests() {
				sent += r.Body
			}
			if strings.Count(sent, firstKey) != first || strings.Count(sent, secondKey) != second {
				t.Errorf("the first key was sent %d times, the second %d times", strings.Count(sent, firstKey), strings.Count(sent, secondKey))
			}
			if text := states[address].String(); strings.Contains(text, firstKey) || strings.Contains(text, secondKey) {
				t.Errorf("the key stands in the state: %s", text)
			}
		}
	}
	i.Drive(
		acctest.Step{
			Config: signed("HS256", firstKey, 1, ""), Check: expect(1, 0),
			State: map[string]string{address + ".custom_signing_key": "true", address + ".signing_algorithm": "HS256", address + ".signing_key_wo": "null"},
		},
		acctest.Step{Config: signed("HS256", secondKey, 1, ""), Plan: acctest.Nothing, Check: expect(1, 0)},
		acctest.Step{Config: signed("HS256", secondKey, 1, "lifetime = 90"), Check: expect(1, 0)},
		acctest.Step{Config: signed("HS256", secondKey, 2, "lifetime = 90"), Plan: updates("signing_key_wo_version"), Check: expect(1, 1)},
		acctest.Step{Config: signed("HS512", secondKey, 2, "lifetime = 90"), Check: expect(1, 2)},
		acctest.Step{
			Config: unsigned("custom_signing_key = false"), Plan: updates("custom_signing_key", "signing_algorithm", "signing_key_wo_version"),
			State: map[string]string{address + ".custom_signing_key": "false", address + ".signing_algorithm": "RS256"},
		},
	)
}

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestRefusesBadConfigurationsAtPlanTime(t *testing.T) {
	t.Parallel()
	const name, claims = "name = \"n\"\n", "claims = jsonencode({ a = 1 })\n"
	for title, bad := range map[string]struct{ config, summary, detail string }{
		"an empty name":                      {block(`name = ""` + "\n" + claims), "a name that can stand in a URL", "cannot be a name"},
		"a slash in the name":                {block(`name = "a/b"` + "\n" + claims), "a name that can stand in a URL", `"a/b" cannot be a name`},
		"a dot segment":                      {block(`name = ".."` + "\n" + claims), "a name that can stand in a URL", "cannot be a name"},
		"claims that are no JSON":            {block(name + `claims = "role"`), "a JSON object", "is not JSON"},
		"claims that are no object":          {block(name + `claims = jsonencode([1])`), "a JSON object", "not an object"},
		"a reserved claim":                   {block(name + `claims = jsonencode({ sub = "x" })`), "A reserved claim", `sets the claim "sub" itself`},
		"a claim that is not allowed":        {block(name + `claims = jsonencode({ sid = "x" })`), "A reserved claim", `sets the claim "sid" itself`},
		"a lifetime that is too short":       {block(name + claims + `lifetime = 29`), "lifetime", "between 30 and 315360000"},
		"a lifetime that is too long":        {block(name + claims + `lifetime = 315360001`), "lifetime", "between 30 and 315360000"},
		"a negative skew":                    {block(name + claims + `allowed_clock_skew = -1`), "allowed_clock_skew", "between 0 and 300"},
		"a skew that is too large":           {block(name + claims + `allowed_clock_skew = 301`), "allowed_clock_skew", "between 0 and 300"},
		"a custom key without its algorithm": {block(name + claims + "custom_signing_key = true\nsigning_key_wo = \"k\"\nsigning_key_wo_version = 1"), "A custom key without its algorithm", "has to be told the key's algorithm"},
		"a custom key that is missing":       {block(name + claims + "custom_signing_key = true\nsigning_algorithm = \"HS256\""), "A custom key is missing", "set signing_key_wo and"},
		"a key that would not be used":       {block(name + claims + "signing_key_wo = \"k\"\nsigning_key_wo_version = 1"), "A key that would not be used", "only with custom_signing_key = true"},
		"an algorithm without its key":       {block(name + claims + `signing_algorithm = "HS256"`), "An algorithm without its key", "whose algorithm is RS256"},
		"a key without a version":            {block(name + claims + "custom_signing_key = true\nsigning_algorithm = \"HS256\"\nsigning_key_wo = \"k\""), "signing_key_wo", "signing_key_wo_version"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			acctest.InProcess(t).ExpectRefused(bad.config, bad.summary, bad.detail)
		})
	}
}

// The key may have left the configuration since it was sent.
func TestWarnsOfACustomKeyThatWasTurnedOffOutsideAndIsNotConfigured(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	without := func(lifetime string) string {
		return unsigned("custom_signing_key = true\n  signing_algorithm = \"HS256\"\n  lifetime = " + lifetime)
	}
	i.Drive(
		acctest.Step{Config: signed("HS256", firstKey, 1, "lifetime = 90")},
		acctest.Step{Config: without("90")},
		acctest.Step{
			Outside: edit(i, "signed", func(p *clerk.JWTTemplateParams) { p.CustomSigningKey = rest.Value(false) }),
			Config:  without("120"), Plan: updates("lifetime"),
			Warns: []string{"custom_signing_key = false", "both stay as they are", "Set signing_key_wo"},
		},
	)
}
