package diagnostics_test

import (
	"net/http"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

const anAPIKey = `
	subject = ada
	name    = "reports"`

var _ = inSection("Resource clerk_api_key, and its data sources", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_api_key", `
		subject                  = "user 2/abc"
		name                     = "ab"
		claims                   = "pro"
		created_by               = ""
		seconds_until_expiration = 0`)},
	{what: "A name with space around it", do: invalid("clerk_api_key", `
		subject = "user_2abc"
		name    = " reports"`)},
	{what: "The subject does not exist", do: func(s *scenario) {
		s.a("clerk_api_key").apply(`
			subject = "user_000000000000000000000000000"
			name    = "reports"`)
	}},
	{what: "The name is taken, where a subject has each once", sim: assuming("api_key_names_unique", "true"), do: func(s *scenario) {
		s.ada()
		s.a("clerk_api_key").apply(anAPIKey)
		s.a("clerk_api_key").apply(anAPIKey)
	}},
	{what: "The answer to the creation is lost", do: func(s *scenario) {
		s.ada()
		s.fails("POST /api_keys", "502")
		s.a("clerk_api_key").apply(anAPIKey)
	}},
	{what: "The answer to the creation is lost, and another key has the name", do: func(s *scenario) {
		s.ada()
		_, err := s.Clerk.APIKeys.Create(s.t.Context(), clerk.CreateAPIKeyParams{Subject: s.vars["ada"].AsString(), Name: "reports"})
		s.must(err)
		s.fails("POST /api_keys", "lost")
		s.a("clerk_api_key").apply(anAPIKey)
	}},
	{what: "The key was revoked outside Terraform", do: func(s *scenario) {
		s.ada()
		o := s.a("clerk_api_key")
		o.apply(anAPIKey)
		s.ask("POST /api_keys/"+o.state.Value.GetAttr("id").AsString()+"/revoke", "{}")
		o.apply(anAPIKey)
	}},
	{what: "Imported by a name that no key of the subject has", do: func(s *scenario) {
		s.a("clerk_api_key").imported(s.ada().ID + "/reports")
	}},
	{what: "Imported by less than a subject and a name", do: func(s *scenario) { s.a("clerk_api_key").imported("reports") }},
	{what: "The data source: no key has the id", do: reading("clerk_api_key", `id = "ak_00000000000000000000000000000000"`)},
	{what: "The data source clerk_api_keys: the subject is none", do: reading("clerk_api_keys", `subject = "client_2abc"`)},
	{what: "The list resource: it is not allowed", do: forbidden("/api_keys", querying("clerk_api_key", `subject = "user_2abc"`))},
	{what: "The list resource: no subject, as in an export", do: querying("clerk_api_key", ``)},
})

// What reads and replaces secrets, and the tokens that are asked for with them.
var _ = inSection("Secrets and tokens of machines and API keys", []errorCase{
	{what: "clerk_machine_secret_key: what the argument demands", do: opening("clerk_machine_secret_key", `machine_id = ""`)},
	{what: "clerk_machine_secret_key: no such machine", do: opening("clerk_machine_secret_key", `machine_id = "mch_0"`)},
	{what: "clerk_machine_secret_key: the answer has no secret", do: func(s *scenario) {
		s.answers("GET", "/machines/", http.StatusOK, `{"object":"machine_secret_key"}`)
		s.open("clerk_machine_secret_key", `machine_id = "mch_0"`)
	}},
	{what: "clerk_machine_rotate_secret_key: what the arguments demand", do: invoking("clerk_machine_rotate_secret_key", `
		machine_id         = ".."
		previous_token_ttl = 28801`)},
	{what: "clerk_machine_rotate_secret_key: no such machine", do: invoking("clerk_machine_rotate_secret_key", `
		machine_id         = "mch_0"
		previous_token_ttl = 0`)},
	{what: "clerk_machine_rotate_secret_key: the answer is lost", do: func(s *scenario) {
		s.machine("reports")
		s.fails("POST /machines/{machine_id}/secret_key/rotate", "502")
		s.invoke("clerk_machine_rotate_secret_key", `
			machine_id         = reports
			previous_token_ttl = 60`)
	}},
	{what: "clerk_api_key_secret: no such key", do: opening("clerk_api_key_secret", `api_key_id = "ak_00000000000000000000000000000000"`)},
	{what: "clerk_m2m_token: what the arguments demand", do: opening("clerk_m2m_token", `
		machine_secret_key       = ""
		token_format             = "xml"
		seconds_until_expiration = 0
		claims                   = "pro"`)},
	{what: "clerk_m2m_token: the secret key of an instance", do: opening("clerk_m2m_token", `machine_secret_key = "sk_test_`+secret+`"`)},
	{what: "clerk_m2m_token: a secret key that no machine has", do: opening("clerk_m2m_token", `machine_secret_key = "mk_`+secret+`"`)},
	{what: "clerk_m2m_token: the answer is lost", do: func(s *scenario) {
		s.machineKey()
		s.fails("POST /m2m_tokens", "502")
		s.open("clerk_m2m_token", `machine_secret_key = key`)
	}},
	{what: "clerk_m2m_token: the answer has no token", do: func(s *scenario) {
		s.machineKey()
		s.answers("POST", "/m2m_tokens", http.StatusCreated, `{"id":"mt_1"}`)
		s.open("clerk_m2m_token", `machine_secret_key = key`)
	}},
	{what: "clerk_m2m_token: it cannot be revoked when Terraform is done", do: func(s *scenario) {
		s.machineKey()
		s.open("clerk_m2m_token", `machine_secret_key = key`, func() { s.fails("POST /m2m_tokens/{m2m_token_id}/revoke", "502") })
	}},
})

const aTask = `
	on_behalf_of     = { identifier = "ada@example.com" }
	agent_name       = "tests"
	task_description = "Look at the dashboard"
	redirect_url     = "https://example.com/dashboard"`

// What opens the admin portal, and what signs in an agent.
var _ = inSection("Links to the admin portal, and agent tasks", []errorCase{
	{what: "clerk_admin_portal_link_token: what the arguments demand", do: opening("clerk_admin_portal_link_token", `
		organization_id          = "acme"
		it_contact_id            = ""
		scopes                   = [""]
		seconds_until_expiration = 0`)},
	{what: "clerk_admin_portal_link_token: no such organization", do: opening("clerk_admin_portal_link_token", `organization_id = "org_000000000000000000000000000"`)},
	{what: "clerk_admin_portal_link_token: Clerk answers 409", do: func(s *scenario) {
		s.refuses("POST", "/admin_portal_link_tokens", http.StatusConflict, "conflict", "There is a link already.")
		s.open("clerk_admin_portal_link_token", "")
	}},
	{what: "clerk_admin_portal_link_token: the answer is lost", do: func(s *scenario) {
		s.fails("POST /admin_portal_link_tokens", "502")
		s.open("clerk_admin_portal_link_token", "")
	}},
	{what: "clerk_admin_portal_link_token: the answer has no token", do: func(s *scenario) {
		s.answers("POST", "/admin_portal_link_tokens", http.StatusCreated, `{"id":"aplt_1"}`)
		s.open("clerk_admin_portal_link_token", "")
	}},
	{what: "clerk_admin_portal_link_token: it cannot be revoked when Terraform is done", do: func(s *scenario) {
		s.open("clerk_admin_portal_link_token", "", func() { s.fails("POST /admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke", "502") })
	}},
	{what: "clerk_agent_task: what the arguments demand", do: opening("clerk_agent_task", `
		on_behalf_of                    = {}
		agent_name                      = ""
		task_description                = ""
		redirect_url                    = "/dashboard"
		session_max_duration_in_seconds = 0`)},
	{what: "clerk_agent_task: no user, and two", do: func(s *scenario) {
		const rest = `
			agent_name       = "tests"
			task_description = "Look at the dashboard"
			redirect_url     = "https://example.com/dashboard"`
		s.open("clerk_agent_task", `on_behalf_of = {}`+rest)
		s.open("clerk_agent_task", `on_behalf_of = { user_id = "user_1", identifier = "ada@example.com" }`+rest)
	}},
	{what: "clerk_agent_task: no such user", do: func(s *scenario) { s.open("clerk_agent_task", aTask) }},
	{what: "clerk_agent_task: the answer is lost", do: func(s *scenario) {
		s.ada()
		s.fails("POST /agents/tasks", "502")
		s.open("clerk_agent_task", aTask)
	}},
	{what: "clerk_agent_task: the answer has no URL", do: func(s *scenario) {
		s.answers("POST", "/agents/tasks", http.StatusOK, `{"agent_task_id":"agttsk_1"}`)
		s.open("clerk_agent_task", aTask)
	}},
	{what: "clerk_agent_task: it cannot be revoked when Terraform is done", do: func(s *scenario) {
		s.ada()
		s.open("clerk_agent_task", aTask, func() { s.fails("POST /agents/tasks/{agent_task_id}/revoke", "502") })
	}},
	{what: "clerk_agent_task: the revocation is answered with another task", do: func(s *scenario) {
		s.ada()
		s.open("clerk_agent_task", aTask, func() {
			s.answers("POST", "/agents/tasks/", http.StatusOK, `{"agent_task_id":"agttsk_1"}`)
		})
	}},
})

// machineKey makes a machine, whose secret key is then a variable.
func (s *scenario) machineKey() {
	s.machine("reports")
	key, err := s.Clerk.Machines.SecretKey(s.t.Context(), s.vars["reports"].AsString())
	s.must(err)
	s.vars["key"] = cty.StringVal(key.Secret)
}
