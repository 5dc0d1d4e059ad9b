package jwttemplate_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

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

func TestKeepsTheSigningKeyOutOfTheState(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t).Drive(
		acctest.Step{
			Config: signed("HS256", firstKey, 1, ""),
			State:  map[string]string{address + ".custom_signing_key": "true", address + ".signing_algorithm": "HS256", address + ".signing_key_wo": "null"},
			Check: func(states acctest.States) {
				if text := states[address].String(); strings.Contains(text, firstKey) {
					t.Errorf("the key stands in the state: %s", text)
				}
			},
		},
	)
}

func TestSendsTheSigningKeyWhenItsVersionChangesAndOnlyThen(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	sent := func(key string) int {
		n := 0
		for _, r := range i.Sim.Requests() {
			if strings.Contains(r.Body, key) {
				n++
			}
		}
		return n
	}
	expect := func(first, second int) func(acctest.States) {
		return func(acctest.States) {
			if sent(firstKey) != first || sent(secondKey) != second {
				t.Errorf("the first key was sent %d times, the second %d times", sent(firstKey), sent(secondKey))
			}
		}
	}
	i.Drive(
		acctest.Step{Config: signed("HS256", firstKey, 1, ""), Check: expect(1, 0)},
		acctest.Step{Config: signed("HS256", secondKey, 1, ""), Plan: acctest.Nothing, Check: expect(1, 0)},
		acctest.Step{Config: signed("HS256", secondKey, 1, "lifetime = 90"), Check: expect(1, 0)},
		acctest.Step{
			Config: signed("HS256", secondKey, 2, "lifetime = 90"),
			Plan:   updates("signing_key_wo_version"),
			Check:  expect(1, 1),
		},
		acctest.Step{Config: signed("HS512", secondKey, 2, "lifetime = 90"), Check: expect(1, 2)},
	)
}

func TestTurnsACustomKeyOnAgainWhenItWasTurnedOffOutside(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := signed("HS256", firstKey, 1, "")
	i.Drive(
		acctest.Step{Config: config},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.JWTTemplates.Update(ctx, i.Templates()["signed"].ID, clerk.JWTTemplateParams{
					Name: "signed", Claims: json.RawMessage(`{"aud":"reports"}`), CustomSigningKey: clerk.Value(false),
				})
				return err
			}),
			Config: config,
			Plan:   updates("custom_signing_key", "signing_algorithm"),
			Check: func(acctest.States) {
				if got := i.Templates()["signed"]; !got.CustomSigningKey || got.SigningAlgorithm != "HS256" {
					t.Errorf("Clerk holds %+v", got)
				}
			},
		},
	)
}

func TestTurnsACustomKeyOff(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: signed("HS256", firstKey, 1, "")},
		acctest.Step{
			Config: `
resource "clerk_jwt_template" "this" {
  name               = "signed"
  claims             = jsonencode({ aud = "reports" })
  custom_signing_key = false
}`,
			Plan:  updates("custom_signing_key", "signing_algorithm", "signing_key_wo_version"),
			State: map[string]string{address + ".custom_signing_key": "false", address + ".signing_algorithm": "RS256"},
		},
	)
}

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestRefusesBadConfigurationsAtPlanTime(t *testing.T) {
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
			acctest.InProcess(t).ExpectRefused(bad.config, bad.summary, bad.detail)
		})
	}
}

func TestNamesADuplicateTemplate(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: minimal},
		acctest.Step{
			Config: minimal + `
resource "clerk_jwt_template" "other" {
  name   = "minimal"
  claims = jsonencode({})
}`,
			Fails: []string{`Could not create JWT template "minimal"`, "with clerk_jwt_template.other", `name   = "minimal"`, "422", "form_identifier_exists", "Trace id:", "has this value. If no resource manages it yet, import it"},
		},
	)
}

// The key may have left the configuration since it was sent.
func TestWarnsOfACustomKeyThatWasTurnedOffOutsideAndIsNotConfigured(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	without := func(lifetime string) string {
		return `
resource "clerk_jwt_template" "this" {
  name               = "signed"
  claims             = jsonencode({ aud = "reports" })
  custom_signing_key = true
  signing_algorithm  = "HS256"
  lifetime           = ` + lifetime + `
}`
	}
	i.Drive(
		acctest.Step{Config: signed("HS256", firstKey, 1, "lifetime = 90")},
		acctest.Step{Config: without("90")},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.JWTTemplates.Update(ctx, i.Templates()["signed"].ID, clerk.JWTTemplateParams{
					Name: "signed", Claims: json.RawMessage(`{"aud":"reports"}`), CustomSigningKey: clerk.Value(false),
				})
				return err
			}),
			Config: without("120"),
			Plan:   updates("lifetime"),
			Warns:  []string{"custom_signing_key = false", "both stay as they are", "Set signing_key_wo"},
		},
	)
}
