package clerksim_test

import "testing"

func TestRedirectURLsAreMadeListedAndDeleted(t *testing.T) {
	t.Parallel()
	i := start(t)
	web := i.call("POST /redirect_urls", `{"url":"https://example.com/callback"}`).ok()
	app := i.call("POST /redirect_urls", `{"url":"my-app://callback"}`).ok()
	app.has(t, map[string]string{"object": `"redirect_url"`, "url": `"my-app://callback"`, "updated_at": app.json("created_at")})
	same(t, "list", ids(i.call("GET /redirect_urls", "").list()), []string{app.id(), web.id()})
	page := i.call("GET /redirect_urls?paginated=true&limit=1&offset=1", "").ok()
	page.has(t, map[string]string{"total_count": `2`})
	same(t, "page", ids(page.items("data")), []string{web.id()})
	same(t, "state", ids(i.call("GET /_sim/state", "").ok().items("redirect_urls")), []string{web.id(), app.id()})

	one := " /redirect_urls/" + app.id()
	i.call("GET"+one, "").ok().has(t, map[string]string{"id": app.json("id")})
	i.call("PATCH"+one, `{"url":"my-app://other"}`).refused(404, "resource_not_found")
	i.call("DELETE"+one, "").ok().has(t, map[string]string{"object": `"redirect_url"`, "id": app.json("id"), "deleted": `true`})
	i.call("GET"+one, "").refused(404, "resource_not_found")
	i.call("DELETE"+one, "").refused(404, "resource_not_found")
	i.call("POST /redirect_urls", `{"url":"my-app://callback"}`).ok()
}

func TestWrongRedirectURLsAreRefused(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.call("POST /redirect_urls", `{"url":"https://example.com"}`).ok()
	for body, code := range map[string]string{
		`{}`:                              "form_param_missing",
		`{"url":null}`:                    "form_param_nil",
		`{"url":""}`:                      "form_param_nil",
		`{"url":1}`:                       "form_param_value_invalid",
		`{"url":"example.com/callback"}`:  "form_param_format_invalid",
		`{"url":"https://"}`:              "form_param_format_invalid",
		`{"url":"http://localhost:3000"}`: "form_param_format_invalid",
		`{"url":"https://example.com"}`:   "form_identifier_exists",
	} {
		i.call("POST /redirect_urls", body).refused(422, code, "url")
	}

	i = start(t, assume("redirect_urls_unique", "false"))
	i.call("POST /redirect_urls", `{"url":"https://example.com"}`).ok()
	i.call("POST /redirect_urls", `{"url":"https://example.com"}`).ok()
	i = start(t, assume("redirect_url_http", "true"))
	i.call("POST /redirect_urls", `{"url":"http://localhost:3000"}`).ok()
}
