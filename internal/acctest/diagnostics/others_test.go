package diagnostics_test

import (
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

func reading(data, config string) func(*scenario) {
	return func(s *scenario) { s.read(data, config) }
}

// forbidden refuses reads of a part of the API.
func forbidden(path string, then func(*scenario)) func(*scenario) {
	return func(s *scenario) {
		s.refuses("GET", path, http.StatusForbidden, "forbidden", "Reading this is not allowed.")
		then(s)
	}
}

var _ = inSection("Data sources", []errorCase{
	{what: "clerk_user: none of its keys", do: reading("clerk_user", "")},
	{what: "clerk_user: two of its keys, and what they demand", do: reading("clerk_user", `
		id            = ""
		email_address = "ada"
		phone_number  = "555-0100"`)},
	{what: "clerk_user: nobody has the id", do: reading("clerk_user", `id = "user_nobody"`)},
	{what: "clerk_user: nobody has the username", do: reading("clerk_user", `username = "countess"`)},
	{what: "clerk_user: two have the address", sim: sharedAddresses, do: func(s *scenario) {
		s.usersWithOneAddress()
		s.read("clerk_user", `email_address = "ada@example.com"`)
	}},
	{what: "clerk_users: what the filters demand", do: reading("clerk_users", `
		email_addresses   = []
		usernames         = [""]
		provider_name     = "oauth_google"
		created_at_before = "today"
		user_ids          = [null]
		order_by          = "age"
		limit             = 0`)},
	{what: "clerk_users: a filter that Clerk does not take", do: func(s *scenario) {
		s.answers("GET", "/users", http.StatusUnprocessableEntity,
			`{"errors":[{"code":"form_param_value_invalid","message":"is invalid","long_message":"query is too short.","meta":{"param_name":"query"}}]}`)
		s.read("clerk_users", `query = "a"`)
	}},
	{what: "clerk_users: it is not allowed", do: forbidden("/users", reading("clerk_users", ""))},
	{what: "clerk_user_count", do: forbidden("/users", reading("clerk_user_count", `query = "ada"`))},
	{what: "clerk_user_organization_memberships: no such user", do: reading("clerk_user_organization_memberships", `user_id = "user_nobody"`)},
	{what: "clerk_user_organization_invitations: no such user", do: reading("clerk_user_organization_invitations", `user_id = "user_nobody"`)},
	{what: "clerk_user_organization_invitations: what its arguments demand", do: reading("clerk_user_organization_invitations", `
		user_id = ""
		status  = "lost"`)},
	{what: "clerk_email_address: neither of its keys", do: reading("clerk_email_address", "")},
	{what: "clerk_email_address: no such id", do: reading("clerk_email_address", `id = "idn_nobody"`)},
	{what: "clerk_email_address: nobody has it", do: reading("clerk_email_address", `email_address = "ada@example.com"`)},
	{what: "clerk_email_address: two have it", sim: sharedAddresses, do: func(s *scenario) {
		s.usersWithOneAddress()
		s.read("clerk_email_address", `email_address = "ada@example.com"`)
	}},
	{what: "clerk_email_address: its user is in no list", do: func(s *scenario) {
		u := s.ada()
		s.answers("GET", "/users", http.StatusOK, `{"data":[],"total_count":0}`)
		s.vars["address"] = cty.StringVal(u.EmailAddresses[0].ID)
		s.read("clerk_email_address", `id = address`)
	}},
	{what: "clerk_phone_number: nobody has it", do: reading("clerk_phone_number", `phone_number = "+15555550100"`)},
	{what: "clerk_jwt_template: no such id", do: reading("clerk_jwt_template", `id = "jtmp_nobody"`)},
	{what: "clerk_jwt_template: no such name", do: reading("clerk_jwt_template", `name = "reports"`)},
	{what: "clerk_jwt_template: both of its keys", do: reading("clerk_jwt_template", `
		id   = "jtmp_reports"
		name = "reports"`)},
	{what: "clerk_jwt_templates", do: forbidden("/jwt_templates", reading("clerk_jwt_templates", ""))},
	{what: "clerk_session: no such session", do: reading("clerk_session", `id = "sess_nobody"`)},
	{what: "clerk_session, clerk_sessions: Clerk's answer lacks a field", do: func(s *scenario) {
		session, err := s.Clerk.Sessions.Create(s.t.Context(), clerk.CreateSessionParams{UserID: s.ada().ID})
		s.must(err)
		s.vars["session"] = cty.StringVal(session.ID)
		s.lacks("GET /sessions/{session_id}", "status")
		s.read("clerk_session", "id = session")
		s.lacks("GET /sessions", "expire_at")
		s.read("clerk_sessions", "user_id = ada")
	}},
	{what: "clerk_sessions: what its arguments demand", do: reading("clerk_sessions", `status = "lost"`)},
	{what: "clerk_sessions: it is not allowed", do: forbidden("/sessions", reading("clerk_sessions", `user_id = "user_ada"`))},
	{what: "clerk_instance", do: forbidden("/instance", reading("clerk_instance", ""))},
	{what: "clerk_jwks: it is not allowed", do: forbidden("/jwks", reading("clerk_jwks", ""))},
	{what: "clerk_jwks: keys that cannot be read", do: func(s *scenario) {
		for _, key := range []string{
			`{"kid":7}`, `{"kty":"RSA","n":"","e":"AQAB"}`, `{"kty":"OKP","crv":"Ed25519","x":"AAAA"}`,
			`{"kty":"EC","crv":"P-256","x":"` + text9K.AsString()[:64] + `","y":"AAAA"}`,
		} {
			s.answers("GET", "/jwks", http.StatusOK, `{"keys":[`+key+`]}`)
			s.read("clerk_jwks", "")
		}
	}},
})

func opening(ephemeral, config string) func(*scenario) {
	return func(s *scenario) {
		s.ada()
		s.open(ephemeral, config)
	}
}

// minted answers a request for a token with this one.
func minted(jwt string) func(*scenario) {
	return func(s *scenario) {
		s.answers("POST", "/sessions", http.StatusOK, `{"object":"token","jwt":"`+jwt+`"}`)
		s.open("clerk_session_token", `session_id = "sess_ada"`)
	}
}

// active begins a session of a user.
func (s *scenario) active() string {
	session, err := s.Clerk.Sessions.Create(s.t.Context(), clerk.CreateSessionParams{UserID: s.ada().ID})
	s.must(err)
	s.vars["session"] = cty.StringVal(session.ID)
	return session.ID
}

var _ = inSection("Ephemeral resources", []errorCase{
	{what: "clerk_svix_url: the instance has no app at Svix", do: opening("clerk_svix_url", "")},
	{what: "clerk_svix_url: the answer has no URL", do: func(s *scenario) {
		s.answers("POST", "/webhooks/svix_url", http.StatusOK, `{}`)
		s.open("clerk_svix_url", "")
	}},
	{what: "clerk_session: on a production instance", sim: func(o *clerksim.Options) { o.Environment = "production" }, do: opening("clerk_session", `user_id = ada`)},
	{what: "clerk_session: no such user", do: opening("clerk_session", `user_id = "user_nobody"`)},
	{what: "clerk_session: no such organization", do: opening("clerk_session", `
		user_id                = ada
		active_organization_id = "org_nobody"`)},
	{what: "clerk_session: an organization of which the user is no member", do: func(s *scenario) {
		s.vars["acme"] = cty.StringVal(s.acme().ID)
		opening("clerk_session", `
		user_id                = ada
		active_organization_id = acme`)(s)
	}},
	{what: "clerk_session: it cannot be revoked when Terraform is done", do: func(s *scenario) {
		s.ada()
		s.open("clerk_session", `user_id = ada`, func() { s.fails("POST /sessions/{session_id}/revoke", "502") })
	}},
	{what: "clerk_session_token: no such session", do: opening("clerk_session_token", `session_id = "sess_nobody"`)},
	{what: "clerk_session_token: the session has ended", do: func(s *scenario) {
		_, err := s.Clerk.Sessions.Revoke(s.t.Context(), s.active())
		s.must(err)
		s.open("clerk_session_token", `session_id = session`)
	}},
	{what: "clerk_session_token: no such template", do: func(s *scenario) {
		s.active()
		s.open("clerk_session_token", `
			session_id = session
			template   = "reports"`)
	}},
	{what: "clerk_session_token: what its arguments demand", do: opening("clerk_session_token", `
		session_id         = ""
		template           = "a/b"
		expires_in_seconds = 1`)},
	{what: "clerk_session_token: a token that is none", do: func(s *scenario) {
		for _, jwt := range []string{"a.b", "a.!.c", "a.bnVsbA.c"} {
			minted(jwt)(s)
		}
	}},
	{what: "clerk_sign_in_token: no such user", do: opening("clerk_sign_in_token", `user_id = "user_nobody"`)},
	{what: "clerk_sign_in_token: an organization of which the user is no member", do: func(s *scenario) {
		s.vars["acme"] = cty.StringVal(s.acme().ID)
		opening("clerk_sign_in_token", `
		user_id = ada
		org_id  = acme`)(s)
	}},
	{what: "clerk_sign_in_token: what its arguments demand", do: opening("clerk_sign_in_token", `
		user_id            = ""
		expires_in_seconds = 0`)},
	{what: "clerk_sign_in_token: it cannot be revoked when Terraform is done", do: func(s *scenario) {
		s.ada()
		s.open("clerk_sign_in_token", `user_id = ada`, func() { s.fails("POST /sign_in_tokens/{sign_in_token_id}/revoke", "502") })
	}},
	{what: "clerk_actor_token: an actor that is no object", do: opening("clerk_actor_token", `
		user_id = ada
		actor   = "support"`)},
	{what: "clerk_actor_token: an actor without an id", do: opening("clerk_actor_token", `
		user_id = ada
		actor   = jsonencode({ name = "support" })`)},
	{what: "clerk_actor_token: the instance's plan does not include it", do: func(s *scenario) {
		s.ada()
		s.off("impersonation")
		s.open("clerk_actor_token", `
			user_id = ada
			actor   = jsonencode({ sub = "support" })`)
	}},
	{what: "clerk_actor_token: it cannot be revoked when Terraform is done", do: func(s *scenario) {
		s.ada()
		s.open("clerk_actor_token", `
			user_id = ada
			actor   = jsonencode({ sub = "support" })`, func() { s.fails("POST /actor_tokens/{actor_token_id}/revoke", "502") })
	}},
	{what: "clerk_testing_token", do: func(s *scenario) {
		s.refuses("POST", "/testing_tokens", http.StatusForbidden, "forbidden", "Testing tokens are turned off.")
		s.open("clerk_testing_token", "")
	}},
	{what: "clerk_password_verification: no such user", do: opening("clerk_password_verification", `
		user_id  = "user_nobody"
		password = "`+secret+`"`)},
	{what: "clerk_totp_verification: a backup code", do: opening("clerk_totp_verification", `
		user_id = ada
		code    = "`+secret+`"`)},
	{what: "clerk_oauth_access_token: no such user", do: opening("clerk_oauth_access_token", `
		user_id       = "user_nobody"
		provider_name = "google"`)},
})

func invoking(action, config string) func(*scenario) {
	return func(s *scenario) { s.invoke(action, config) }
}

var _ = inSection("Actions", []errorCase{
	{what: "clerk_proxy_check: no such domain", do: invoking("clerk_proxy_check", "domain_id = \"dmn_nobody\"\nproxy_url = \"https://example.com/__clerk\"")},
	{what: "clerk_proxy_check: it does not lead to Clerk", do: func(s *scenario) {
		s.off("proxy")
		s.vars["domain"] = s.primaryDomain().state.Value.GetAttr("id")
		s.invoke("clerk_proxy_check", "domain_id = domain\nproxy_url = \"https://example.com/__clerk\"")
	}},
	{what: "clerk_proxy_check: a URL that is none", do: invoking("clerk_proxy_check", "domain_id = \"dmn_nobody\"\nproxy_url = \"example.com/__clerk\"")},
	{what: "clerk_session_revoke: no such session", do: invoking("clerk_session_revoke", `session_id = "sess_nobody"`)},
	{what: "clerk_session_revoke: no id", do: invoking("clerk_session_revoke", `session_id = ""`)},
	{what: "clerk_session_revoke: it is refused", do: func(s *scenario) {
		s.active()
		s.refuses("POST", "/sessions", http.StatusForbidden, "forbidden", "Sessions cannot be revoked here.")
		s.invoke("clerk_session_revoke", `session_id = session`)
	}},
	{what: "clerk_user_disable_mfa: no such user", do: invoking("clerk_user_disable_mfa", `user_id = "user_nobody"`)},
	{what: "clerk_user_remove_password: no such user", do: invoking("clerk_user_remove_password", `user_id = "user_nobody"`)},
	{what: "clerk_user_revoke_sessions: one of them stays", do: func(s *scenario) {
		s.active()
		s.refuses("POST", "/sessions", http.StatusForbidden, "forbidden", "Sessions cannot be revoked here.")
		s.invoke("clerk_user_revoke_sessions", `user_id = ada`)
	}},
	{what: "clerk_waitlist_entry_invite: there is no such entry", do: invoking("clerk_waitlist_entry_invite", `waitlist_entry_id = "waitlist_nobody"`)},
	{what: "clerk_waitlist_entry_invite: an invitation is pending", do: func(s *scenario) {
		s.ask("POST /invitations", `{"email_address":"grace@example.com"}`)
		s.invoke("clerk_waitlist_entry_invite", fmt.Sprintf("waitlist_entry_id = %q", s.waiting()))
	}},
	{what: "clerk_waitlist_entry_invite: the answer is lost", do: func(s *scenario) {
		id := s.waiting()
		s.fails("POST /waitlist_entries/{waitlist_entry_id}/invite", "502")
		s.invoke("clerk_waitlist_entry_invite", fmt.Sprintf("waitlist_entry_id = %q", id))
	}},
	{what: "clerk_waitlist_entry_reject: there is no id", do: invoking("clerk_waitlist_entry_reject", `waitlist_entry_id = ""`)},
	{what: "clerk_waitlist_entry_reject: it is invited", do: func(s *scenario) {
		id := s.waiting()
		s.ask("POST /waitlist_entries/"+id+"/invite", "")
		s.invoke("clerk_waitlist_entry_reject", fmt.Sprintf("waitlist_entry_id = %q", id))
	}},
	{what: "clerk_user_set_password_compromised: no such user", do: invoking("clerk_user_set_password_compromised", `user_id = "user_nobody"`)},
})

func querying(list, config string) func(*scenario) {
	return func(s *scenario) { s.query(list, config) }
}

var _ = inSection("List resources", []errorCase{
	{what: "clerk_user: it is not allowed", do: forbidden("/users", querying("clerk_user", ""))},
	{what: "clerk_user: what the filters demand", do: querying("clerk_user", `
		email_addresses = []
		usernames       = [null]
		provider_name   = "oauth_google"
		order_by        = "age"`)},
	{what: "clerk_email_address: no such user", do: querying("clerk_email_address", `user_id = "user_nobody"`)},
	{what: "clerk_phone_number: it is not allowed", do: forbidden("/users", querying("clerk_phone_number", ""))},
	{what: "clerk_jwt_template: it is not allowed", do: forbidden("/jwt_templates", querying("clerk_jwt_template", ""))},
	{what: "clerk_jwt_template: Clerk's answer lacks a field", do: func(s *scenario) {
		s.a("clerk_jwt_template").apply(`
			name   = "reports"
			claims = jsonencode({ aud = "reports" })`)
		s.lacks("GET /jwt_templates", "lifetime")
		s.query("clerk_jwt_template", "")
	}},
})

func calling(function string, arguments ...string) func(*scenario) {
	return func(s *scenario) {
		for _, a := range arguments {
			s.call(function, a)
		}
	}
}

var _ = inSection("Functions", []errorCase{
	{what: "jwt_claims", do: calling("jwt_claims", "a.b", "a.!.c", "a.bnVsbA.c")},
	{what: "publishable_key", do: calling("publishable_key", "", "sk_test_"+secret, "key", "pk_test_!", "pk_test_YWRh")},
})

var _ = inSection("Bugs", []errorCase{
	{what: "A type that is given something else than a client", do: func(s *scenario) {
		var diags diag.Diagnostics
		tf.Client("a string", &diags)
		for _, d := range diags {
			s.said = append(s.said, &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: d.Summary(), Detail: d.Detail()})
		}
	}},
})
