package clerksim_test

import (
	"fmt"
	"strings"
	"testing"
)

func (i *instance) oauthApplication(name string) object {
	i.t.Helper()
	return i.call("POST /oauth_applications", fmt.Sprintf(`{"name":%q}`, name)).ok()
}

func TestOAuthApplicationsAreMadeChangedListedAndDeleted(t *testing.T) {
	t.Parallel()
	i := start(t)
	docs := i.oauthApplication("Docs")
	docs.has(t, map[string]string{
		"object": `"oauth_application"`, "name": `"Docs"`, "instance_id": fmt.Sprintf("%q", i.InstanceID()), "scopes": `"profile email"`, "redirect_uris": `[]`, "callback_url": `""`,
		"consent_screen_enabled": `true`, "pkce_required": `false`, "public": `false`, "dynamically_registered": `false`, "client_uri": `null`, "client_image_url": `null`,
	})
	for _, name := range []string{"authorize_url", "token_fetch_url", "user_info_url", "discovery_url", "token_introspection_url"} {
		if !strings.HasPrefix(docs[name].(string), "https://") {
			t.Errorf("%s is %v", name, docs[name])
		}
	}
	shop := i.call("POST /oauth_applications", `{"name":"Shop","redirect_uris":["my-app://callback","https://shop.example.com/callback"],"scopes":"email profile public_metadata",
		"consent_screen_enabled":false,"pkce_required":true,"public":true}`).ok()
	shop.has(t, map[string]string{
		"redirect_uris": `["my-app://callback","https://shop.example.com/callback"]`, "callback_url": `"my-app://callback"`, "scopes": `"email profile public_metadata"`,
		"consent_screen_enabled": `false`, "pkce_required": `true`, "public": `true`,
	})
	if shop["client_secret"] != nil || shop["client_id"] == docs["client_id"] {
		t.Errorf("a public client is %v", shop)
	}
	one := " /oauth_applications/" + shop.id()
	i.call("PATCH"+one, `{"name":"Shops","scopes":"profile","redirect_uris":["https://shops.example.com"],"public":false}`).ok().has(t, map[string]string{
		"name": `"Shops"`, "scopes": `"profile"`, "redirect_uris": `["https://shops.example.com"]`, "pkce_required": `true`, "public": `false`})
	i.call("PATCH"+one, `{"name":null,"scopes":null,"redirect_uris":null}`).ok().has(t, map[string]string{"name": `"Shops"`, "scopes": `"profile"`})
	i.call("PATCH"+one, `{"callback_url":"https://old.example.com"}`).ok().has(t, map[string]string{"redirect_uris": `["https://old.example.com"]`})
	i.call("PATCH"+one, `{"scopes":"","redirect_uris":[]}`).ok().has(t, map[string]string{"scopes": `""`, "redirect_uris": `[]`})

	same(t, "list", ids(i.call("GET /oauth_applications", "").list()), []string{shop.id(), docs.id()})
	same(t, "by name", ids(i.call("GET /oauth_applications?order_by=name", "").list()), []string{docs.id(), shop.id()})
	same(t, "a part of a name", ids(i.call("GET /oauth_applications?name_query=OC", "").list()), []string{docs.id()})
	same(t, "a client_id", ids(i.call("GET /oauth_applications?name_query="+docs["client_id"].(string), "").list()), []string{docs.id()})
	i.oauthApplication("Docs")
	i.call("GET /oauth_applications?limit=1", "").ok().has(t, map[string]string{"total_count": `3`})

	i.call("DELETE /oauth_applications/"+docs.id(), "").ok().has(t, map[string]string{"object": `"oauth_application"`, "deleted": `true`})
	i.call("GET /oauth_applications/"+docs.id(), "").refused(404, "resource_not_found")
}

func TestWhatAnOAuthApplicationCannotBe(t *testing.T) {
	t.Parallel()
	i := start(t)
	one := "PATCH /oauth_applications/" + i.oauthApplication("Docs").id()
	for body, want := range map[string][2]string{
		`{"name":""}`: {"form_param_nil", "name"},
		`{"name":"` + strings.Repeat("a", 257) + `"}`:                               {"form_param_max_length_exceeded", "name"},
		`{"name":"a","redirect_uris":["callback"]}`:                                 {"form_param_format_invalid", "redirect_uris"},
		`{"name":"a","scopes":"` + strings.Repeat("a", 1025) + `"}`:                 {"form_param_max_length_exceeded", "scopes"},
		`{"name":"a","callback_url":"https://a/` + strings.Repeat("a", 1024) + `"}`: {"form_param_max_length_exceeded", "callback_url"},
	} {
		i.call("POST /oauth_applications", body).refused(422, want[0], want[1])
		i.call(one, body).refused(422, want[0], want[1])
	}
	i.call("POST /oauth_applications", `{}`).refused(422, "form_param_missing", "name")
	i.call(one, `{"client_id":"a"}`).refused(422, "form_param_unknown", "client_id")
	registered := i.call("POST /_sim/seed", `{"oauth_clients":[{"name":"MCP","redirect_uris":["http://localhost/a"],"public":true,"logo_uri":"https://mcp.example.com/a.png"}]}`).ok()["oauth_clients"].([]any)[0].(string)
	i.call("GET /oauth_applications/"+registered, "").ok().has(t, map[string]string{"dynamically_registered": `true`, "public": `true`, "client_image_url": `"https://mcp.example.com/a.png"`})
	i.call("PATCH /oauth_applications/"+registered, `{"consent_screen_enabled":false}`).refused(422, "form_param_value_invalid", "consent_screen_enabled")

	i = start(t, assume("oauth_application_id", "oauthapp"))
	if id := i.oauthApplication("a").id(); !strings.HasPrefix(id, "oauthapp_") {
		t.Errorf("the id is %s", id)
	}
	i = start(t, assume("oauth_scopes", "documented"))
	i.call("POST /oauth_applications", `{"name":"a","scopes":"openid"}`).refused(422, "form_param_value_invalid", "scopes")
	i = start(t, assume("oauth_scopes_cleared", "default"))
	i.call("POST /oauth_applications", `{"name":"a","scopes":""}`).ok().has(t, map[string]string{"scopes": `"profile email"`})
	i = start(t, assume("oauth_lists", "sorted"))
	i.call("POST /oauth_applications", `{"name":"a","scopes":"profile email","redirect_uris":["b:c","a:c"]}`).ok().has(t, map[string]string{"scopes": `"email profile"`, "redirect_uris": `["a:c","b:c"]`})
	i = start(t, assume("oauth_applications_listed", "oldest_first"))
	first, second := i.oauthApplication("a").id(), i.oauthApplication("b").id()
	same(t, "list", ids(i.call("GET /oauth_applications", "").list()), []string{first, second})
	same(t, "list", ids(i.call("GET /oauth_applications?order_by=-created_at", "").list()), []string{second, first})
}

func TestAClientSecretIsShownOnceAndRotated(t *testing.T) {
	t.Parallel()
	i := start(t)
	a := i.oauthApplication("Docs")
	secret, _ := a["client_secret"].(string)
	rotated := i.call("POST /oauth_applications/"+a.id()+"/rotate_secret", "").ok()
	if other, _ := rotated["client_secret"].(string); secret == "" || other != i.ClientSecret(a.id()) || other == secret || rotated["client_id"] != a["client_id"] {
		t.Errorf("the secret was %q, and is %v", secret, rotated)
	}
	for _, read := range []string{"GET /oauth_applications/" + a.id(), "GET /oauth_applications", "GET /_sim/state"} {
		if body := i.call(read, "").body; strings.Contains(body, "client_secret") {
			t.Errorf("%s shows the secret: %s", read, body)
		}
	}
	if got := i.call("PATCH /oauth_applications/"+a.id(), `{"public":true}`).ok(); got["client_secret"] != nil {
		t.Errorf("a change answers %v", got)
	}
	if got := i.call("POST /oauth_applications/"+a.id()+"/rotate_secret", "").ok(); got["client_secret"] != nil {
		t.Errorf("a public client has the secret %v", got["client_secret"])
	}
	i.call("POST /oauth_applications/oa_0/rotate_secret", "").refused(404, "resource_not_found")

	i = start(t, assume("oauth_public_rotation", "refused"))
	public := i.call("POST /oauth_applications", `{"name":"a","public":true}`).ok().id()
	i.call("POST /oauth_applications/"+public+"/rotate_secret", "").refused(403, "forbidden")
}

func TestAnOAuthApplicationGetsALogo(t *testing.T) {
	t.Parallel()
	i := start(t)
	logo := func(id, content string) answer {
		return i.call("PUT /oauth_applications/"+id+"/logo", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"+content+"\r\n--x--\r\n", header{"Content-Type": "multipart/form-data; boundary=x"})
	}
	a := i.oauthApplication("Docs")
	first := logo(a.id(), "\x89PNG\r\n\x1a\n").ok()
	second := logo(a.id(), "\x89PNG\r\n\x1a\nx").ok()
	if first["client_image_url"] == nil || first["client_image_url"] == second["client_image_url"] {
		t.Errorf("the logo is at %v, and then at %v", first["client_image_url"], second["client_image_url"])
	}
	i.call("GET /oauth_applications/"+a.id(), "").ok().has(t, map[string]string{"client_image_url": second.json("client_image_url")})
	logo(a.id(), "text").refused(400, "unsupported_content_type")
	logo(a.id(), "\x89PNG\r\n\x1a\n"+strings.Repeat("x", 10<<20)).refused(413, "image_too_large")
	logo("oa_0", "\x89PNG\r\n\x1a\n").refused(404, "resource_not_found")
}

func TestTokensOfAnOAuthApplicationAreRevoked(t *testing.T) {
	t.Parallel()
	i := start(t)
	// granted gives a user's grant to an application the tokens "access" and "refresh".
	granted := func() (revoke string) {
		a, u := i.oauthApplication("Docs").id(), i.user("ada@example.com").id()
		i.call("POST /_sim/seed", fmt.Sprintf(`{"oauth_grants":[{"oauth_application_id":%q,"user_id":%q,"access_token":"access","refresh_token":"refresh"}]}`, a, u)).ok()
		return "POST /oauth_applications/" + a + "/revoke_token"
	}
	verify := func() answer {
		return i.call("POST /oauth_applications/access_tokens/verify", `{"access_token":"access"}`)
	}
	for _, token := range []string{"access", "refresh"} {
		i = start(t)
		revoke := granted()
		verify().ok().has(t, map[string]string{"object": `"clerk_idp_oauth_access_token"`, "revoked": `false`, "expired": `false`, "scopes": `["profile","email"]`})
		for range 2 {
			if got := i.call(revoke, `{"token":"`+token+`"}`); got.status != 204 || got.body != "" {
				t.Errorf("%s: %d %s", token, got.status, got.body)
			}
			verify().ok().has(t, map[string]string{"revoked": `true`})
		}
		i.call(revoke, `{"token":"other"}`).refused(404, "resource_not_found")
		i.call(revoke, `{"token":"a.b.c"}`).refused(422, "oauth_token_not_revocable", "token")
		i.call(revoke, `{}`).refused(422, "form_param_missing", "token")
		i.call("POST /oauth_applications/"+i.oauthApplication("Other").id()+"/revoke_token", `{"token":"access"}`).refused(404, "resource_not_found")
		i.call("POST /oauth_applications/oa_0/revoke_token", `{"token":"access"}`).refused(404, "resource_not_found")
		i.call("POST /oauth_applications/access_tokens/verify", `{"access_token":"other"}`).refused(404, "resource_not_found")
		i.call("POST /oauth_applications/access_tokens/verify", `{}`).refused(400, "bad_request")
		i.call(strings.NewReplacer("POST", "DELETE", "/revoke_token", "").Replace(revoke), "").ok()
		verify().refused(404, "resource_not_found")
	}
	i = start(t, assume("oauth_unknown_token", "204"))
	if got := i.call(granted(), `{"token":"other"}`); got.status != 204 {
		t.Errorf("a token that there is not: %d %s", got.status, got.body)
	}
	i = start(t, assume("oauth_token_revoked_again", "404"))
	revoke := granted()
	i.call(revoke, `{"token":"access"}`)
	i.call(revoke, `{"token":"access"}`).refused(404, "resource_not_found")
	i = start(t, assume("oauth_jwt_revocation", "400"))
	i.call(granted(), `{"token":"a.b.c"}`).refused(400, "oauth_token_not_revocable", "token")
	for _, seed := range []string{`{"oauth_application_id":"oa_0","user_id":"user_0"}`, `{"oauth_application_id":"` + i.oauthApplication("a").id() + `","user_id":"user_0"}`} {
		if got := i.call("POST /_sim/seed", `{"oauth_grants":[`+seed+`]}`); got.status != 400 {
			t.Errorf("%s: %d", seed, got.status)
		}
	}
}
