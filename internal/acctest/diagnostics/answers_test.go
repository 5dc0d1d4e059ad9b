package diagnostics_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// withArgument tries one argument of the provider block.
func withArgument(argument string, value cty.Value) func(*scenario) {
	return func(s *scenario) {
		s.block = map[string]cty.Value{argument: value}
		s.walk()
	}
}

func set(values ...string) cty.Value {
	all := []cty.Value{}
	for _, v := range values {
		all = append(all, cty.StringVal(v))
	}
	if len(all) == 0 {
		return cty.SetValEmpty(cty.String)
	}
	return cty.SetVal(all)
}

func argument(s string) func(string) func(*scenario) {
	return func(argument string) func(*scenario) { return withArgument(argument, cty.StringVal(s)) }
}

var _ = inSection("The provider's configuration", []errorCase{
	{what: "No secret key anywhere", do: func(s *scenario) { s.env = nil; s.walk() }},
	{what: "A publishable key in place of the secret one", do: argument("pk_test_" + secret)("secret_key")},
	{what: "A secret key with a space in it", do: argument("sk_test_" + secret + " x")("secret_key")},
	{what: "The key of another service", do: argument("key-" + secret)("secret_key")},
	{what: "api_url is not a URL", do: argument("http://[::1")("api_url")},
	{what: "api_url has a password", do: argument("https://ada:" + secret + "@api.example.com")("api_url")},
	{what: "api_url has a query", do: argument("https://api.example.com?v=1")("api_url")},
	{what: "api_url has no host", do: argument("api.example.com")("api_url")},
	{what: "api_url is plain HTTP", do: argument("http://api.example.com")("api_url")},
	{what: "api_url has another scheme", do: argument("ftp://api.example.com")("api_url")},
	{what: "A value is known only after an apply", do: withArgument("secret_key", cty.UnknownVal(cty.String))},
	{what: "environment is none that there is", do: argument("staging")("environment")},
	{what: "max_retries is out of range", do: withArgument("max_retries", cty.NumberIntVal(-1))},
	{what: "request_timeout has no unit", do: argument("30")("request_timeout")},
	{what: "max_requests_per_second is out of range", do: withArgument("max_requests_per_second", cty.NumberIntVal(0))},
	{what: "allowed_instance_ids is empty", do: withArgument("allowed_instance_ids", set())},
	{what: "allowed_instance_ids has an empty id", do: withArgument("allowed_instance_ids", set(""))},
	{what: "allowed_instance_ids has a null", do: withArgument("allowed_instance_ids", cty.SetVal([]cty.Value{cty.NullVal(cty.String)}))},
	{what: "The key is of an instance that is not allowed", do: withArgument("allowed_instance_ids", set("ins_staging", "ins_demo"))},
	{what: "The key is of another environment", do: argument("production")("environment")},
	{what: "The key cannot be checked", do: func(s *scenario) {
		s.block = map[string]cty.Value{"environment": cty.StringVal("development"), "secret_key": cty.StringVal("sk_test_" + secret)}
		s.walk()
	}},
})

// adasName reads and changes a user who exists while something happens between.
func adasName(between func(*scenario)) func(*scenario) {
	return func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		o.apply(`first_name = "Ada"`, func() { between(s) })
	}
}

var _ = inSection("What Clerk answers", answerErrors())

func answerErrors() []errorCase {
	answer := func(status int, body string) func(*scenario) {
		return adasName(func(s *scenario) { s.answers("PATCH", "/users", status, body) })
	}
	read := func(between func(*scenario)) func(*scenario) {
		return func(s *scenario) {
			o := s.a("clerk_user")
			o.apply(`email_addresses = ["ada@example.com"]`)
			between(s)
			o.plan(`email_addresses = ["ada@example.com"]`)
		}
	}
	return []errorCase{
		{what: "401: the key is not, or no longer, valid", do: adasName(func(s *scenario) { s.env["CLERK_SECRET_KEY"] = "sk_test_" + secret })},
		{what: "402: the instance's plan does not include it", do: func(s *scenario) {
			s.off("ban")
			s.a("clerk_user").apply(`
				email_addresses = ["ada@example.com"]
				banned          = true`)
		}},
		{what: "403: the instance does not allow it", do: func(s *scenario) {
			s.off("lockout")
			s.a("clerk_user").apply(`
				email_addresses = ["ada@example.com"]
				locked          = true`)
		}},
		{what: "403, from something else than Clerk", do: answer(http.StatusForbidden, "<html>Blocked by the proxy</html>")},
		{what: "404, from something else than Clerk", do: read(func(s *scenario) { s.answers("GET", "/users", http.StatusNotFound, "<html>404 Not Found</html>") })},
		{what: "404 in Clerk's words, from something else than Clerk", do: read(func(s *scenario) {
			s.refuses("GET", "/users", http.StatusNotFound, "resource_not_found", "Resource not found")
			s.answers("GET", "/instance", http.StatusNotFound, "<html>404 Not Found</html>")
		})},
		{what: "404 in Clerk's words, from a server that knows no instance", do: read(func(s *scenario) {
			s.refuses("GET", "/users", http.StatusNotFound, "resource_not_found", "Resource not found")
			s.answers("GET", "/instance", http.StatusOK, `{"version":2}`)
		})},
		{what: "The key of another instance than the object's", do: func(s *scenario) {
			o := s.a("clerk_user")
			o.apply(`email_addresses = ["ada@example.com"]`)
			s.refuses("GET", "/users", http.StatusNotFound, "resource_not_found", "No user was found with id user_ada")
			s.answers("GET", "/instance", http.StatusOK, `{"object":"instance","id":"ins_another"}`)
			o.plan(`first_name = "Ada"`)
			o.destroy()
		}},
		{what: "An answer to an update, about nothing", do: answer(http.StatusOK, `{"object":"user"}`)},
		{what: "An answer to an update, about another object", do: answer(http.StatusOK, `{"object":"user","id":"user_byron"}`)},
		{what: "409, without a hint that is better than Clerk's words", do: adasName(func(s *scenario) {
			s.refuses("PATCH", "/users", http.StatusConflict, "conflict", "Another request is changing this user.")
		})},
		{what: "422: a value that Clerk does not take", do: func(s *scenario) {
			s.a("clerk_user").apply(`first_name = "` + strings.Repeat("Ada", 100) + `"`)
		}},
		{what: "422: several at once, each on its argument", do: func(s *scenario) {
			made("ada@example.com", "countess")(s)
			s.a("clerk_user").apply(`
				email_addresses = ["ada@example.com"]
				username        = "countess"`)
		}},
		{what: "422, on a field that is no argument", do: answer(http.StatusUnprocessableEntity,
			`{"errors":[{"code":"form_param_unknown","message":"is unknown","long_message":"nickname is not a valid parameter for this request.","meta":{"param_name":"nickname"}}]}`)},
		{what: "500, with a trace id", do: adasName(func(s *scenario) {
			s.refuses("PATCH", "/users", http.StatusInternalServerError, "internal_clerk_error", "Oops, an unexpected error occurred")
		})},
		{what: "502, to every attempt", do: adasName(func(s *scenario) { s.fails("PATCH /users/{user_id}", "502") })},
		{what: "302: a redirect", do: answer(http.StatusFound, "")},
		{what: "200, with a page that is not Clerk's", do: answer(http.StatusOK, "<html>Sign in to the guest network</html>")},
		{what: "200, with null", do: answer(http.StatusOK, "null")},
		{what: "200, with something else than a list", do: func(s *scenario) {
			s.answers("GET", "/users", http.StatusOK, `{"users":[]}`)
			s.read("clerk_users", "")
		}},
		{what: "An answer about another object", do: func(s *scenario) {
			s.answers("GET", "/users", http.StatusOK, `{"id":"user_byron"}`)
			s.read("clerk_user", `id = "user_ada"`)
		}},
		{what: "A list that begins anew", do: func(s *scenario) {
			s.ada()
			s.wire.answer = func(r *http.Request) (*http.Response, error) {
				r = r.Clone(r.Context())
				r.URL.RawQuery = ""
				res, err := s.Sim.RoundTrip(r)
				s.must(err)
				res.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"total_count":5,"data":`), res.Body, strings.NewReader("}")))
				return res, nil
			}
			s.read("clerk_users", "")
		}},
		{what: "An answer that lacks a field, to an import", do: func(s *scenario) {
			s.ada()
			s.lacks("GET /users/{user_id}", "created_at")
			s.a("clerk_user").imported(s.vars["ada"].AsString())
		}},
		{what: "An answer that lacks a field, to a create", do: func(s *scenario) {
			s.lacks("POST /users", "created_at")
			s.a("clerk_user").apply(`first_name = "Ada"`)
		}},
		{what: "An answer that lacks a field, to an update that needs it", do: func(s *scenario) {
			o := s.a("clerk_user")
			o.apply(`email_addresses = ["ada@example.com"]`)
			s.lacks("GET /users/{user_id}", "email_addresses")
			o.apply(`email_addresses = ["countess@example.com"]`)
		}},
		{what: "An answer that lacks an address, to its import", do: func(s *scenario) {
			u := s.ada()
			s.lacks("GET /users/{user_id}", "email_addresses")
			s.a("clerk_email_address").imported(u.ID + "/" + u.EmailAddresses[0].ID)
		}},
		{what: "An answer that breaks off", do: adasName(func(s *scenario) { s.breaksOff("PATCH", "/users") })},
	}
}

var _ = inSection("The network", []errorCase{
	{what: "The connection is reset, at every attempt", do: adasName(func(s *scenario) { s.fails("PATCH /users/{user_id}", "reset") })},
	{what: "No answer comes in time", do: adasName(func(s *scenario) { s.silent("PATCH", "/users") })},
	{what: "The host's name does not resolve", do: adasName(func(s *scenario) {
		s.intercept("PATCH", "/users", func() (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "api.example.com", IsNotFound: true}}
		})
	})},
	{what: "The certificate is not valid", do: adasName(func(s *scenario) {
		s.intercept("PATCH", "/users", func() (*http.Response, error) {
			return nil, &tls.CertificateVerificationError{Err: errors.New("x509: certificate signed by unknown authority")}
		})
	})},
	{what: "A read fails", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		s.fails("GET /users/{user_id}", "reset")
		o.apply(`first_name = "Ada"`)
	}},
})

const countess = `
	email_addresses = ["ada@example.com"]
	username        = "countess"`

// second creates the countess, whose first attempt gets no answer, and whose second one
// meets what before has made.
func second(before func(*scenario)) func(*scenario) {
	return func(s *scenario) {
		before(s)
		s.failsFor("POST /users", "reset", 1)
		s.a("clerk_user").apply(countess)
	}
}

// made is a user whom somebody else has made, with an address or without.
func made(address, username string) func(*scenario) {
	p := clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value(username)}}
	if address != "" {
		p.EmailAddresses = []string{address}
	}
	return func(s *scenario) {
		_, err := s.Clerk.Users.Create(s.t.Context(), p)
		s.must(err)
	}
}

var someoneElse = made("ada@example.com", "someone_else")

// dated gives each answer this Date, or none.
func dated(date string) func(*scenario) {
	return func(s *scenario) {
		s.wire.answer = func(r *http.Request) (*http.Response, error) {
			res, err := s.Sim.RoundTrip(r)
			if err == nil {
				res.Header.Set("Date", date)
			}
			return res, err
		}
	}
}

func all(of ...func(*scenario)) func(*scenario) {
	return func(s *scenario) {
		for _, f := range of {
			f(s)
		}
	}
}

var _ = inSection("Creates whose answer is lost", []errorCase{
	{what: "A user with a name only, who cannot be found again", do: func(s *scenario) {
		s.fails("POST /users", "lost")
		s.a("clerk_user").apply(`first_name = "Ada"`)
	}},
	{what: "Every repetition fails, too", do: func(s *scenario) {
		s.fails("POST /users", "502")
		s.a("clerk_user").apply(countess)
	}},
	{what: "What exists is another", do: second(someoneElse)},
	{what: "What exists is older", do: second(all(
		made("ada@example.com", "countess"),
		func(*scenario) { <-time.After(time.Hour) },
	))},
	{what: "What exists was made by another resource of the same run", do: func(s *scenario) {
		o := s.a("clerk_user")
		config, w := o.core.Config(o.t, countess, nil), s.walk()
		for range 2 {
			p, err := w.Plan(o.t, nil, config)
			s.must(err)
			_, _ = w.Apply(o.t, p, config)
			s.failsFor("POST /users", "reset", 1)
		}
	}},
	{what: "What exists does not tell its age", do: func(s *scenario) {
		s.failsFor("POST /users", "lost", 1)
		s.a("clerk_user").apply(`
			username   = "countess"
			created_at = "1999-12-10T00:00:00Z"`)
	}},
	{what: "The answer does not tell the time", do: all(dated("soon"), func(s *scenario) {
		s.failsFor("POST /users", "lost", 1)
		s.a("clerk_user").apply(countess)
	})},
	{what: "The answer tells a time before what exists was made", do: all(dated("Wed, 10 Dec 1997 00:00:00 GMT"), func(s *scenario) {
		s.failsFor("POST /users", "lost", 1)
		s.a("clerk_user").apply(countess)
	})},
	{what: "What exists are two", do: second(all(someoneElse, made("", "countess")))},
	{what: "What exists is in no list", sim: func(o *clerksim.Options) { o.Lag = time.Minute }, do: second(someoneElse)},
	{what: "What exists cannot be looked up", do: second(all(someoneElse, func(s *scenario) {
		s.refuses("GET", "/users", http.StatusForbidden, "forbidden", "Listing users is not allowed.")
	}))},
	{what: "An email address whose user cannot be read", do: func(s *scenario) {
		s.ada()
		s.failsFor("POST /email_addresses", "lost", 1)
		s.refuses("GET", "/users", http.StatusForbidden, "forbidden", "Reading users is not allowed.")
		s.a("clerk_email_address").apply(`
			user_id       = ada
			email_address = "countess@example.com"`)
	}},
	{what: "An email address of another user, after a lost answer", do: func(s *scenario) {
		s.ada()
		made("countess@example.com", "someone_else")(s)
		s.failsFor("POST /email_addresses", "reset", 1)
		s.a("clerk_email_address").apply(`
			user_id       = ada
			email_address = "countess@example.com"`)
	}},
	{what: "An email address in the set of a user, of which every answer is lost", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		s.fails("POST /email_addresses", "502")
		o.apply(`
			email_addresses       = ["ada@example.com", "countess@example.com"]
			primary_email_address = "ada@example.com"`)
	}},
	{what: "Interrupted between two attempts", do: func(s *scenario) {
		s.fails("POST /users", "reset")
		s.stop = time.Second
		s.a("clerk_user").apply(countess)
	}},
	{what: "An answer that cannot be read", do: func(s *scenario) {
		s.answers("POST", "/users", http.StatusOK, "<html>OK</html>")
		s.a("clerk_user").apply(`first_name = "Ada"`)
	}},
	{what: "An answer without an id", do: func(s *scenario) {
		s.answers("POST", "/users", http.StatusOK, `{"status":"ok"}`)
		s.a("clerk_user").apply(`first_name = "Ada"`)
	}},
	{what: "A session", do: func(s *scenario) {
		s.ada()
		s.fails("POST /sessions", "lost")
		s.open("clerk_session", `user_id = ada`)
	}},
})
