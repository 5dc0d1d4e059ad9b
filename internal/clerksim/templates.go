package clerksim

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"

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
	name                         string
	claims                       json.RawMessage
	lifetime, allowedClockSkew   int64
	customSigningKey             bool
	signingAlgorithm, signingKey string
}

type jwtTemplateView struct {
	Object           string          `json:"object"`
	ID               string          `json:"id"`
	Name             string          `json:"name"`
	Claims           json.RawMessage `json:"claims"`
	Lifetime         int64           `json:"lifetime"`
	AllowedClockSkew int64           `json:"allowed_clock_skew"`
	CustomSigningKey bool            `json:"custom_signing_key"`
	SigningAlgorithm string          `json:"signing_algorithm"`
	CreatedAt        int64           `json:"created_at"`
	UpdatedAt        int64           `json:"updated_at"`
}

func (t *jwtTemplate) view() jwtTemplateView {
	return jwtTemplateView{"jwt_template", t.id, t.name, t.claims, t.lifetime, t.allowedClockSkew, t.customSigningKey, t.signingAlgorithm, t.createdAt, t.updatedAt}
}

// templateBody is the same for POST and PATCH: both require name and claims.
var templateBody = &shape{open: true, fields: map[string]rule{
	"name": text.need(), "claims": object.need(),
	"lifetime":           number.orNull().within(minLifetime, maxLifetime),
	"allowed_clock_skew": number.orNull().within(0, maxSkew),
	"custom_signing_key": flag, "signing_algorithm": text.orNull(), "signing_key": text.orNull(),
}}

func templateOperations() []operation {
	return []operation{
		{pattern: "GET /jwt_templates", handle: (*call).listTemplates},
		{pattern: "POST /jwt_templates", handle: (*call).createTemplate, body: templateBody},
		{pattern: "GET /jwt_templates/{template_id}", handle: (*call).getTemplate},
		{pattern: "PATCH /jwt_templates/{template_id}", handle: (*call).updateTemplate, body: templateBody},
		{pattern: "DELETE /jwt_templates/{template_id}", handle: (*call).deleteTemplate},
	}
}

func (c *call) template() (*jwtTemplate, *failure) {
	t, ok := c.templates.get(c.id("template_id"))
	if !ok {
		return nil, fail(http.StatusNotFound, "resource_not_found", "Resource not found", "No JWT template exists with id: "+c.id("template_id"))
	}
	return t, nil
}

func (c *call) listTemplates() (any, *failure) {
	return legacyList(c, newestFirst(c.templates.listed(c.now), nil), (*jwtTemplate).view)
}

func (c *call) getTemplate() (any, *failure) {
	t, f := c.template()
	if f != nil {
		return nil, f
	}
	return t.view(), nil
}

func (c *call) createTemplate() (any, *failure) {
	t := &jwtTemplate{head: c.newHead("jtmp"), lifetime: defaultLifetime, allowedClockSkew: defaultSkew, signingAlgorithm: instanceAlgorithm}
	return c.saveTemplate(t)
}

func (c *call) updateTemplate() (any, *failure) {
	old, f := c.template()
	if f != nil {
		return nil, f
	}
	t := *old
	return c.saveTemplate(&t)
}

func (c *call) deleteTemplate() (any, *failure) {
	t, f := c.template()
	if f != nil {
		return nil, f
	}
	c.templates.discard(c.now, t.id)
	return deleted{"jwt_template", t.id, true}, nil
}

var templateName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// saveTemplate gives a template what the body says, and stores it.
func (c *call) saveTemplate(t *jwtTemplate) (any, *failure) {
	p := c.params
	if t.updatedAt = millis(c.now); p.has("name") {
		t.name = p.text("name")
	}
	if p.has("claims") {
		t.claims = p.raw("claims")
	}
	if c.assume["template_names"] == "word" && !templateName.MatchString(t.name) {
		return nil, invalidFormat("name", "can only contain letters, digits, dashes and underscores")
	}
	if slices.ContainsFunc(c.templates.lookup("name", t.name), func(other *jwtTemplate) bool { return other.id != t.id }) {
		return nil, taken("name")
	}
	claims, _ := decodeAny(t.claims).(map[string]any)
	if claim, reserved := token.ReservedClaim(claims); reserved && c.assume["reserved_claims"] == "documented" {
		return nil, fail(http.StatusBadRequest, "jwt_template_reserved_claim", "Reserved claim", "You can't use the reserved claim: '"+claim+"'").about("claims")
	}
	for name, field := range map[string]*int64{"lifetime": &t.lifetime, "allowed_clock_skew": &t.allowedClockSkew} {
		if p.has(name) {
			*field = p.number(name)
		} else if p.cleared(name) && c.assume["template_null_numbers"] == "default" {
			*field = map[string]int64{"lifetime": defaultLifetime, "allowed_clock_skew": defaultSkew}[name]
		}
	}
	if f := c.setSigningKey(t); f != nil {
		return nil, f
	}
	c.templates.store(c.now, t)
	return t.view(), nil
}

// signingAlgorithms tells an unknown algorithm from a key that does not fit.
var signingAlgorithms = []string{"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "EdDSA"}

func (c *call) setSigningKey(t *jwtTemplate) *failure {
	p := c.params
	if !p.has("custom_signing_key") {
		return nil
	}
	if t.customSigningKey = p.flag("custom_signing_key"); !t.customSigningKey {
		t.signingAlgorithm, t.signingKey = instanceAlgorithm, ""
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
	t.signingAlgorithm, t.signingKey = p.text("signing_algorithm"), p.text("signing_key")
	if err := token.ParseSigningKey(t.signingAlgorithm, t.signingKey); err != nil {
		if !contains(signingAlgorithms, t.signingAlgorithm) {
			return invalidValue("signing_algorithm", "is not supported")
		}
		return invalidValue("signing_key", "is no key for "+t.signingAlgorithm)
	}
	return nil
}
