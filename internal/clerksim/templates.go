package clerksim

import (
	"encoding/json"
	"net/http"
	"regexp"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/token"
)

// Lifetimes and skews of a JWT template, in seconds.
const (
	defaultLifetime          = 60
	minLifetime, maxLifetime = 30, 315360000
	defaultSkew, maxSkew     = 5, 300
	instanceAlgorithm        = "RS256"
)

type jwtTemplate struct {
	head
	Name             string          `json:"name"`
	Claims           json.RawMessage `json:"claims"`
	Lifetime         int64           `json:"lifetime"`
	AllowedClockSkew int64           `json:"allowed_clock_skew"`
	CustomSigningKey bool            `json:"custom_signing_key"`
	SigningAlgorithm string          `json:"signing_algorithm"`
	SigningKey       string          `json:"-"`
}

// templateBody is the same for POST and PATCH: both require name and claims.
var templateBody = &shape{open: true, fields: map[string]rule{
	"name": text.need(), "claims": object.need(),
	"lifetime":           number.orNull().within(minLifetime, maxLifetime),
	"allowed_clock_skew": number.orNull().within(0, maxSkew),
	"custom_signing_key": flag, "signing_algorithm": text.orNull(), "signing_key": text.orNull(),
}}

func jwtTemplates() kind[jwtTemplate] {
	return kind[jwtTemplate]{
		object: "jwt_template", plural: "jwt_templates", idParam: "template_id", prefix: "jtmp", absent: "No JWT template exists with id: ",
		list: true, bare: true, get: true, create: templateBody, update: templateBody, delete: true,
		keys:     map[string]func(jwtTemplate) []string{"name": func(t jwtTemplate) []string { return []string{t.Name} }},
		unique:   []string{"name"},
		defaults: jwtTemplate{Lifetime: defaultLifetime, AllowedClockSkew: defaultSkew, SigningAlgorithm: instanceAlgorithm},
		rules:    (*call).templateRules,
	}
}

var templateName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

func (c *call) templateRules(old jwtTemplate, t *jwtTemplate) *failure {
	if c.assume["template_names"] == "word" && !templateName.MatchString(t.Name) {
		return invalidFormat("name", "can only contain letters, digits, dashes and underscores")
	}
	claims, _ := decodeAny(t.Claims).(map[string]any)
	if claim, reserved := token.ReservedClaim(claims); reserved && c.assume["reserved_claims"] == "documented" {
		return fail(http.StatusBadRequest, "jwt_template_reserved_claim", "Reserved claim", "You can't use the reserved claim: '"+claim+"'").about("claims")
	}
	if c.assume["template_null_numbers"] == "default" {
		if c.params.cleared("lifetime") {
			t.Lifetime = defaultLifetime
		}
		if c.params.cleared("allowed_clock_skew") {
			t.AllowedClockSkew = defaultSkew
		}
	}
	return c.signingKeyRules(old, t)
}

// signingAlgorithms tells an unknown algorithm from a key that does not fit.
var signingAlgorithms = []string{"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "EdDSA"}

// signingKeyRules changes the algorithm and the key only together with
// custom_signing_key.
func (c *call) signingKeyRules(old jwtTemplate, t *jwtTemplate) *failure {
	p := c.params
	if !p.has("custom_signing_key") {
		t.SigningAlgorithm = old.SigningAlgorithm
		return nil
	}
	if !t.CustomSigningKey {
		t.SigningAlgorithm, t.SigningKey = instanceAlgorithm, ""
		return nil
	}
	if !c.switches["custom_signing_keys"] {
		return unsupportedPlan("custom_jwt_template_signing_key")
	}
	var found problems
	for _, name := range []string{"signing_algorithm", "signing_key"} {
		if p.text(name) == "" {
			found.add(wrong(name, "form_conditional_param_missing", "is missing", name+" must be included when custom_signing_key is true."))
		}
	}
	if f := found.err(); f != nil {
		return f
	}
	t.SigningKey = p.text("signing_key")
	if err := token.ParseSigningKey(t.SigningAlgorithm, t.SigningKey); err != nil {
		if !contains(signingAlgorithms, t.SigningAlgorithm) {
			return invalidValue("signing_algorithm", "is not supported")
		}
		return invalidValue("signing_key", "is no key for "+t.SigningAlgorithm)
	}
	return nil
}
