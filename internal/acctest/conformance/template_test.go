package conformance_test

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// signingKey is long enough for every HMAC algorithm.
var signingKey = strings.Repeat("signing-key-", 6)

var templateSubject = simple("jwt_templates", &subject{
	name: "clerk_jwt_template",
	keys: []string{"name"},
	minimal: `
		name   = "reports"
		claims = jsonencode({ aud = "reports" })`,
	full: `
		name                   = "reports"
		claims                 = jsonencode({ aud = "reports", roles = ["reader"] })
		lifetime               = 120
		allowed_clock_skew     = 10
		custom_signing_key     = true
		signing_algorithm      = "HS256"
		signing_key_wo         = "` + signingKey + `"
		signing_key_wo_version = 1`,
	fixed:  map[string]string{"id": "computed", "signing_key_wo": writeOnly, "signing_key_wo_version": version},
	update: "PATCH /jwt_templates/{template_id}",
	changes: map[string]change{
		"name":               {to: `"invoices"`},
		"claims":             {to: `jsonencode({ aud = "invoices" })`},
		"lifetime":           {to: `30`},
		"allowed_clock_skew": {to: `0`},
		"custom_signing_key": {
			to: `false`, with: "signing_algorithm = null\nsigning_key_wo = null\nsigning_key_wo_version = null",
			also: []string{"signing_algorithm", "signing_key_wo_version"},
		},
		"signing_algorithm": {to: `"HS512"`},
	},
	drifts: map[string]drift{
		"name":               {outside: template(func(p *clerk.JWTTemplateParams) { p.Name = "other" })},
		"claims":             {outside: template(func(p *clerk.JWTTemplateParams) { p.Claims = []byte(`{"aud":"other"}`) })},
		"lifetime":           {outside: template(func(p *clerk.JWTTemplateParams) { p.Lifetime = clerk.Value(int64(90)) })},
		"allowed_clock_skew": {outside: template(func(p *clerk.JWTTemplateParams) { p.AllowedClockSkew = clerk.Value(int64(1)) })},
		"custom_signing_key": {also: []string{"signing_algorithm"}, outside: template(func(p *clerk.JWTTemplateParams) { p.CustomSigningKey = clerk.Value(false) })},
		"signing_algorithm": {outside: template(func(p *clerk.JWTTemplateParams) {
			p.CustomSigningKey, p.SigningAlgorithm, p.SigningKey = clerk.Value(true), clerk.Value("HS384"), clerk.Value(signingKey)
		})},
	},
	spellings: map[string]spelling{
		"signing_algorithm": {rule: "trim", value: `" HS256"`, taken: "Clerk takes it together with the key only"},
	},
	follows: map[string][]string{"custom_signing_key": {"signing_algorithm"}},
	key:     func(state cty.Value) string { return attribute(state, "name") },
	draw: func(rt *rapid.T, _ map[string]cty.Value, state cty.Value) map[string]cty.Value {
		values := map[string]cty.Value{
			"name":   cty.StringVal(rapid.SampledFrom([]string{"reports", "invoices"}).Draw(rt, "name")),
			"claims": cty.StringVal(drawJSON(rt, "claims")),
		}
		if rapid.Bool().Draw(rt, "mentions lifetime") {
			values["lifetime"] = cty.NumberIntVal(rapid.Int64Range(30, 300).Draw(rt, "lifetime"))
		}
		if rapid.Bool().Draw(rt, "mentions allowed_clock_skew") {
			values["allowed_clock_skew"] = cty.NumberIntVal(rapid.Int64Range(0, 300).Draw(rt, "skew"))
		}
		switch rapid.IntRange(0, 2).Draw(rt, "signing") {
		case 0:
			values["custom_signing_key"] = cty.False
		case 1:
			values["custom_signing_key"], values["signing_key_wo"] = cty.True, cty.StringVal(signingKey)
			values["signing_algorithm"] = cty.StringVal(rapid.SampledFrom([]string{"HS256", "HS512"}).Draw(rt, "algorithm"))
			values["signing_key_wo_version"] = cty.NumberIntVal(rapid.Int64Range(1, 2).Draw(rt, "version"))
		}
		return values
	},
})

func templateOf(w *acctest.World, state cty.Value) *clerk.JWTTemplate {
	t, err := w.Clerk.JWTTemplates.Get(w.TB.Context(), attribute(state, "id"))
	if clerk.IsNotFound(err) {
		return nil
	}
	w.Must(err)
	return t
}

// template is a change outside Terraform of the template of a state.
func template(edit func(*clerk.JWTTemplateParams)) func(*acctest.World, cty.Value) error {
	return func(w *acctest.World, state cty.Value) error {
		t := templateOf(w, state)
		p := clerk.JWTTemplateParams{Name: t.Name, Claims: t.Claims}
		edit(&p)
		_, err := w.Clerk.JWTTemplates.Update(w.TB.Context(), t.ID, p)
		return err
	}
}
