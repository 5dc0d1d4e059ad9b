package clerksim_test

import (
	"fmt"
	"testing"
)

func TestATemplateHasClerksDefaults(t *testing.T) {
	t.Parallel()
	i := start(t)
	created := i.call("POST /jwt_templates", `{"name":"hasura","claims":{"role":"{{user.public_metadata.role}}","n":1.50}}`).ok()
	created.has(t, map[string]string{"object": `"jwt_template"`, "lifetime": `60`, "allowed_clock_skew": `5`, "custom_signing_key": `false`, "signing_algorithm": `"RS256"`})
	one := " /jwt_templates/" + created.id()
	i.call("PATCH"+one, `{"name":"Hasura-2","claims":{},"lifetime":30,"allowed_clock_skew":0}`).ok().
		has(t, map[string]string{"name": `"Hasura-2"`, "claims": `{}`, "lifetime": `30`, "allowed_clock_skew": `0`})
	i.call("PATCH"+one, `{"name":"Hasura-2","claims":{"a":1},"lifetime":null}`).ok().has(t, map[string]string{"lifetime": `30`})
	i.call("GET"+one, "").ok().has(t, map[string]string{"claims": `{"a":1}`})
	i.call("DELETE"+one, "").ok().has(t, map[string]string{"deleted": `true`})
	i.call("GET"+one, "").refused(404, "resource_not_found")
	i.call("PATCH"+one, `{"name":"x","claims":{}}`).refused(404, "resource_not_found")
	i.call("DELETE"+one, "").refused(404, "resource_not_found")
}

func TestWrongTemplatesAreRefused(t *testing.T) {
	t.Parallel()
	i := start(t)
	first := i.call("POST /jwt_templates", `{"name":"one","claims":{}}`).ok()
	i.call("POST /jwt_templates", `{"name":"two","claims":{}}`).ok()
	for body, want := range map[string][2]string{
		`{"name":"one","claims":{}}`:                         {"form_identifier_exists", "name"},
		`{"name":"","claims":{}}`:                            {"form_param_nil", "name"},
		`{"name":"a/b","claims":{}}`:                         {"form_param_format_invalid", "name"},
		`{"name":"x"}`:                                       {"form_param_missing", "claims"},
		`{"name":"x","claims":"{}"}`:                         {"form_param_value_invalid", "claims"},
		`{"name":"x","claims":{},"lifetime":29}`:             {"form_param_value_invalid", "lifetime"},
		`{"name":"x","claims":{},"lifetime":315360001}`:      {"form_param_value_invalid", "lifetime"},
		`{"name":"x","claims":{},"lifetime":"60"}`:           {"form_param_value_invalid", "lifetime"},
		`{"name":"x","claims":{},"allowed_clock_skew":301}`:  {"form_param_value_invalid", "allowed_clock_skew"},
		`{"name":"x","claims":{},"custom_signing_key":true}`: {"form_conditional_param_missing", "signing_algorithm"},
		`{"name":"x","claims":{},"custom_signing_key":null}`: {"form_param_nil", "custom_signing_key"},
		`{"name":"x","claims":{},"custom_signing_key":true,"signing_algorithm":"XX1","signing_key":"k"}`:   {"form_param_value_invalid", "signing_algorithm"},
		`{"name":"x","claims":{},"custom_signing_key":true,"signing_algorithm":"RS256","signing_key":"k"}`: {"form_param_value_invalid", "signing_key"},
	} {
		i.call("POST /jwt_templates", body).refused(422, want[0], want[1])
	}
	for _, claim := range []string{"azp", "exp", "iat", "iss", "jti", "nbf", "sub", "sid", "v", "pla", "fea"} {
		i.call("POST /jwt_templates", `{"name":"x","claims":{"`+claim+`":1}}`).refused(400, "jwt_template_reserved_claim", "claims")
	}
	i.call("POST /jwt_templates", `{"name":"x","claims":{"aud":"a","org_id":"b"}}`).ok()
	i.call("PATCH /jwt_templates/"+first.id(), `{"name":"two","claims":{}}`).refused(422, "form_identifier_exists", "name")
	i.call("PATCH /jwt_templates/"+first.id(), `{"name":"one","claims":{}}`).ok()
}

func TestATemplateCanSignWithAKeyOfItsOwn(t *testing.T) {
	t.Parallel()
	const custom = `"custom_signing_key":true,"signing_algorithm":"HS256","signing_key":"a secret of at least thirty-two bytes"`
	i := start(t)
	created := i.call("POST /jwt_templates", `{"name":"hasura","claims":{},`+custom+`}`).ok()
	created.has(t, map[string]string{"custom_signing_key": `true`, "signing_algorithm": `"HS256"`, "signing_key": `null`})
	i.call("PATCH /jwt_templates/"+created.id(), `{"name":"hasura","claims":{"a":1}}`).ok().has(t, map[string]string{"signing_algorithm": `"HS256"`})
	i.call("PATCH /jwt_templates/"+created.id(), `{"name":"hasura","claims":{},"custom_signing_key":false}`).ok().
		has(t, map[string]string{"custom_signing_key": `false`, "signing_algorithm": `"RS256"`})
	i.off("custom_signing_keys")
	i.call("POST /jwt_templates", `{"name":"other","claims":{},`+custom+`}`).refused(402, "unsupported_subscription_plan_features")
	i.call("POST /jwt_templates", `{"name":"other","claims":{}}`).ok()
}

func TestListsOfTemplatesStopAtTen(t *testing.T) {
	t.Parallel()
	i := start(t)
	for n := range 12 {
		i.call("POST /jwt_templates", fmt.Sprintf(`{"name":"t%d","claims":{}}`, n)).ok()
	}
	bare := i.call("GET /jwt_templates", "")
	if n := len(bare.list()); n != 10 || bare.body[0] != '[' {
		t.Errorf("%d templates", n)
	}
	paginated := i.call("GET /jwt_templates?paginated=true&limit=5&offset=10", "").ok()
	if n := len(paginated.items("data")); n != 2 || paginated["total_count"] != 12.0 {
		t.Errorf("%d templates of %v", n, paginated["total_count"])
	}
	i.call("GET /jwt_templates?limit=501", "").refused(422, "form_param_value_invalid", "limit")

	i = start(t, assume("legacy_lists_stop", "false"))
	for n := range 12 {
		i.call("POST /jwt_templates", fmt.Sprintf(`{"name":"t%d","claims":{}}`, n)).ok()
	}
	if n := len(i.call("GET /jwt_templates", "").list()); n != 12 {
		t.Errorf("%d templates", n)
	}
}
