package clerksim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func (i *instance) apiKey(subject, name string) object {
	i.t.Helper()
	return i.call("POST /api_keys", fmt.Sprintf(`{"subject":%q,"name":%q}`, subject, name)).ok()
}

func TestAPIKeysAreMadeChangedListedAndDeleted(t *testing.T) {
	t.Parallel()
	i := start(t)
	ada, worker := i.user("ada@example.com").id(), i.machine("worker").id()
	plain := i.apiKey(ada, "plain")
	plain.has(t, map[string]string{
		"object": `"api_key"`, "type": `"api_key"`, "name": `"plain"`, "subject": `"` + ada + `"`, "claims": `null`, "scopes": `[]`, "description": `null`, "created_by": `null`,
		"expiration": `null`, "expired": `false`, "revoked": `false`, "revocation_reason": `null`, "last_used_at": `null`,
	})
	full := i.call("POST /api_keys", fmt.Sprintf(`{"subject":%q,"name":"Full","description":"d","claims":{"plan":"pro"},"scopes":["b","a"],"created_by":%q,"seconds_until_expiration":60}`, worker, ada)).ok()
	full.has(t, map[string]string{"description": `"d"`, "claims": `{"plan":"pro"}`, "scopes": `["b","a"]`, "created_by": `"` + ada + `"`})
	one := " /api_keys/" + full.id()
	if got := i.call("GET"+one, "").ok(); got["secret"] != nil || got.json("claims") != `{"plan":"pro"}` {
		t.Errorf("a read shows %v", got)
	}
	if strings.Contains(i.call("GET /_sim/state", "").body, full["secret"].(string)) {
		t.Error("the state has a secret")
	}
	i.call("GET"+one+"/secret", "").ok().has(t, map[string]string{"secret": full.json("secret")})
	i.call("PATCH"+one, `{"description":null,"claims":null,"scopes":[],"seconds_until_expiration":null}`).ok().has(t, map[string]string{
		"description": `null`, "claims": `null`, "scopes": `[]`, "expiration": `null`,
	})
	i.call("PATCH"+one, `{"description":"other"}`).ok().has(t, map[string]string{"description": `"other"`})
	i.call("PATCH"+one, `{"name":"other"}`).refused(400, "bad_request", "name")

	other := i.apiKey(ada, "Other")
	list := func(query string) []string { return ids(i.call("GET /api_keys?subject="+ada+query, "").list()) }
	same(t, "list", list(""), []string{other.id(), plain.id()})
	same(t, "query", list("&query=OTH"), []string{other.id()})
	same(t, "page", list("&limit=1&offset=1"), []string{plain.id()})
	same(t, "another type", list("&type=other"), []string{})
	i.call("GET /api_keys", "").refused(400, "bad_request", "subject")
	i.call("GET /api_keys?subject="+ada+"&limit=101", "").refused(400, "bad_request", "limit")
	i.call("POST /api_keys/"+other.id()+"/revoke", `{"revocation_reason":"lost"}`).ok().has(t, map[string]string{"revoked": `true`, "revocation_reason": `"lost"`})
	same(t, "valid ones", list(""), []string{plain.id()})
	same(t, "all", list("&include_invalid=true"), []string{other.id(), plain.id()})

	i.call("DELETE"+one, "").ok().has(t, map[string]string{"object": `"api_key"`, "deleted": `true`})
	i.call("GET"+one, "").refused(404, "resource_not_found")
	i.call("GET"+one+"/secret", "").refused(404, "resource_not_found")
	for _, body := range []string{
		`{"name":"abc"}`, `{"subject":"` + ada + `"}`, `{"subject":"` + ada + `","name":"ab"}`, `{"subject":"` + ada + `","name":" abc"}`, `{"subject":"client_1","name":"abc"}`,
		`{"subject":"` + ada + `","name":"abc","created_by":"org_1"}`, `{"subject":"` + ada + `","name":"abc","seconds_until_expiration":0}`, `{"subject":"` + ada + `","name":"abc","x":1}`,
		`{"subject":"user_` + strings.Repeat("0", 27) + `","name":"abc"}`,
	} {
		i.call("POST /api_keys", body).refused(400, "bad_request")
	}
	i.apiKey(ada, "plain")

	i = start(t, assume("api_key_names_unique", "true"))
	ada = i.user("ada@example.com").id()
	i.apiKey(ada, "plain")
	i.call("POST /api_keys", `{"subject":"`+ada+`","name":"plain"}`).refused(409, "conflict")
	i = start(t, assume("api_key_subject_exists", "false"))
	i.apiKey("user_"+strings.Repeat("0", 27), "plain")
}

func TestAnAPIKeyIsVerifiedUntilItIsRevokedOrExpires(t *testing.T) {
	t.Parallel()
	i := start(t)
	ada := i.user("ada@example.com").id()
	key := i.call("POST /api_keys", `{"subject":"`+ada+`","name":"short","seconds_until_expiration":60}`).ok()
	verify := func(k object) answer { return i.call("POST /api_keys/verify", `{"secret":`+k.json("secret")+`}`) }
	verify(key).ok().has(t, map[string]string{"id": key.json("id"), "subject": `"` + ada + `"`})
	if i.call("GET /api_keys/"+key.id(), "").ok()["last_used_at"] == nil {
		t.Error("its use is not noted")
	}
	i.Advance(time.Minute)
	verify(key).refused(400, "token_expired")
	i.call("GET /api_keys/"+key.id(), "").ok().has(t, map[string]string{"expired": `true`})
	i.call("PATCH /api_keys/"+key.id(), `{"seconds_until_expiration":60}`).ok().has(t, map[string]string{"expired": `false`})
	verify(key).ok()
	i.call("POST /api_keys/"+key.id()+"/revoke", `{}`).ok()
	verify(key).refused(400, "token_revoked")
	i.call("POST /api_keys/verify", `{"secret":"ak_0"}`).refused(404, "resource_not_found")
}

// as is the header of who shows another secret key than the instance's.
func as(key any) header { return header{"Authorization": fmt.Sprint("Bearer ", key)} }

func TestMachinesProveWhoTheyAreByTokens(t *testing.T) {
	t.Parallel()
	i := start(t)
	billing, other := i.machine("billing"), i.machine("other")
	reports := i.call("POST /machines", `{"name":"reports","default_token_ttl":120,"scoped_machines":["`+billing.id()+`"]}`).ok()
	verify := func(token any, key any) answer {
		return i.call("POST /m2m_tokens/verify", fmt.Sprintf(`{"token":%q}`, token), as(key))
	}
	for _, format := range []string{"opaque", "jwt"} {
		made := i.call("POST /m2m_tokens", `{"token_format":"`+format+`","claims":{"a":1}}`, as(reports["secret_key"]))
		if made.status != 201 {
			t.Fatal(made.status, made.body)
		}
		token := decode[object](made)
		token.has(t, map[string]string{"subject": reports.json("id"), "scopes": `["` + billing.id() + `"]`, "revoked": `false`, "expired": `false`, "claims": `{"a":1}`})
		for _, key := range []any{i.SecretKey(), billing["secret_key"]} {
			verify(token["token"], key).ok().has(t, map[string]string{"id": token.json("id"), "subject": reports.json("id"), "claims": `{"a":1}`})
		}
		verify(token["token"], other["secret_key"]).refused(404, "resource_not_found")
		verify(token["token"].(string)+"x", i.SecretKey()).refused(404, "resource_not_found")
		listed := i.call("GET /m2m_tokens?subject="+reports.id(), "").ok()
		if n := len(listed.items("m2m_tokens")); n != map[string]int{"opaque": 1}[format] {
			t.Errorf("%s: %d tokens are listed", format, n)
		}
		revoke := "POST /m2m_tokens/" + token.id() + "/revoke"
		if format == "jwt" {
			i.call(revoke, `{}`).refused(404, "resource_not_found")
			i.Advance(2 * time.Minute)
			verify(token["token"], i.SecretKey()).refused(400, "token_expired")
			continue
		}
		i.call(revoke, `{}`, as(other["secret_key"])).refused(404, "resource_not_found")
		i.call(revoke, `{"revocation_reason":"done"}`, as(reports["secret_key"])).ok().has(t, map[string]string{"revoked": `true`, "revocation_reason": `"done"`})
		verify(token["token"], i.SecretKey()).refused(400, "token_revoked")
		i.call("GET /m2m_tokens?subject="+reports.id(), "").ok().has(t, map[string]string{"total_count": `0`})
		i.call("GET /m2m_tokens?revoked=true&subject="+reports.id(), "").ok().has(t, map[string]string{"total_count": `1`})
		i.call("GET /m2m_tokens?subject="+reports.id(), "", as(other["secret_key"])).refused(403, "forbidden")
	}
	i.call("POST /m2m_tokens", `{}`).refused(401, "machine_secret_key_invalid")
	i.call("GET /machines", "", as(reports["secret_key"])).refused(401, "clerk_key_invalid")
	i.call("POST /m2m_tokens", `{"token_format":"x"}`, as(reports["secret_key"])).refused(400, "bad_request", "token_format")

	// A live token with time left may be had again.
	again := func(remaining int) answer {
		return i.call("POST /m2m_tokens", fmt.Sprintf(`{"min_remaining_ttl_seconds":%d}`, remaining), as(reports["secret_key"]))
	}
	first, second := decode[object](again(60)), decode[object](again(60))
	if first.id() != second.id() || first["token"] != second["token"] {
		t.Errorf("%v and %v", first, second)
	}
	i.Advance(61 * time.Second)
	if third := decode[object](again(60)); third.id() == first.id() {
		t.Error("a token is had again that has too little time left")
	}
	again(120).refused(400, "bad_request")
}

// A secret key that was rotated is taken for a while longer, and then only the new one is.
func TestAFormerSecretKeyIsTakenForAWhile(t *testing.T) {
	t.Parallel()
	i := start(t)
	m := i.machine("a")
	rotate := func(grace int) object {
		return i.call("POST /machines/"+m.id()+"/secret_key/rotate", fmt.Sprintf(`{"previous_token_ttl":%d}`, grace)).ok()
	}
	takes := func(key any, want bool) {
		t.Helper()
		if got := i.call("POST /m2m_tokens", `{}`, as(key)).status == 201; got != want {
			t.Errorf("%s is taken: %t", key, got)
		}
	}
	second := rotate(60)
	takes(m["secret_key"], true)
	takes(second["secret"], true)
	i.Advance(time.Minute)
	takes(m["secret_key"], false)
	takes(second["secret"], true)
	third := rotate(0)
	takes(second["secret"], false)
	takes(third["secret"], true)
	i.call("DELETE /machines/"+m.id(), "").ok()
	takes(third["secret"], false)
}
