package clerksim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const taskRest = `"permissions":"*","agent_name":"tests","task_description":"d","redirect_url":"http://localhost:3000"}`

// agentTask makes a task on behalf of whom the JSON names.
func (i *instance) agentTask(who string) answer {
	return i.call("POST /agents/tasks", `{"on_behalf_of":`+who+`,`+taskRest)
}

func TestAgentTasksAreOnBehalfOfAUserAndRevokedOnce(t *testing.T) {
	t.Parallel()
	for status, code := range map[int]string{400: "agent_task_cannot_be_revoked_code", 404: "resource_not_found"} {
		i := start(t, assume("agent_task_not_pending", fmt.Sprint(status)))
		u := i.call("POST /users", `{"email_address":["ada@example.com"],"username":"countess"}`).ok()
		first := i.agentTask(fmt.Sprintf(`{"user_id":%q}`, u.id())).ok()
		for _, identifier := range []string{"ADA@example.com", "Countess"} {
			other := i.agentTask(fmt.Sprintf(`{"identifier":%q}`, identifier)).ok()
			if other["agent_id"] != first["agent_id"] || other["agent_task_id"] == first["agent_task_id"] || other["url"] == first["url"] {
				t.Errorf("%v after %v", other, first)
			}
		}
		revoke := fmt.Sprintf("POST /agents/tasks/%s/revoke", first["agent_task_id"])
		revoked := i.call(revoke, "").ok()
		if _, shown := revoked["url"]; shown || revoked["agent_task_id"] != first["agent_task_id"] {
			t.Errorf("revoked: %v", revoked)
		}
		i.call(revoke, "").refused(status, code)
		state := i.call("GET /_sim/state", "")
		if !strings.Contains(state.body, "agttsk_") || strings.Contains(state.body, "tickets/accept") {
			t.Error("the state has no task, or an address that signs in")
		}
	}
}

func TestAgentTasksAreRefused(t *testing.T) {
	t.Parallel()
	i := start(t, assume("agent_task_unknown_identifier", "422"))
	i.agentTask(`{"identifier":"nobody@example.com"}`).refused(422, "form_param_value_invalid", "on_behalf_of.identifier")
	i = start(t)
	i.agentTask(`{"identifier":"nobody@example.com"}`).refused(404, "resource_not_found")
	i.agentTask(`{"user_id":"user_none"}`).refused(404, "resource_not_found")
	for _, who := range []string{`{}`, `{"user_id":"user_1","identifier":"a@example.com"}`} {
		i.agentTask(who).refused(422, "form_param_value_invalid", "on_behalf_of")
	}
	i.call("POST /agents/tasks/agttsk_none/revoke", "").refused(404, "resource_not_found")
	i = start(t, func(o *clerksim.Options) { o.Environment = "production" })
	u := i.call("POST /users", `{"email_address":["ada@example.com"]}`).ok()
	i.agentTask(fmt.Sprintf(`{"user_id":%q}`, u.id())).refused(422, "form_param_format_invalid", "redirect_url")
}

func TestLinkTokensOfTheAdminPortalAreShownOnceAndRevoked(t *testing.T) {
	t.Parallel()
	for _, again := range []string{"unchanged", "400"} {
		i := start(t, assume("admin_portal_token_revoked_again", again))
		made := i.call("POST /admin_portal_link_tokens", `{"it_contact_id":"it","scopes":["admin_portal:read"],"seconds_until_expiration":60}`)
		if made.status != 201 {
			t.Fatal(made.status, made.body)
		}
		token := decode[object](made)
		token.has(t, map[string]string{"organization_id": `null`, "it_contact_id": `"it"`, "scopes": `["admin_portal:read"]`, "revoked": `false`, "expired": `false`})
		if state := i.call("GET /_sim/state", ""); strings.Contains(state.body, fmt.Sprint(token["token"])) {
			t.Error("the state has the token")
		}
		i.Advance(time.Minute)
		revoke := "POST /admin_portal_link_tokens/" + token.id() + "/revoke"
		revoked := i.call(revoke, `{"revocation_reason":"done"}`).ok()
		revoked.has(t, map[string]string{"revoked": `true`, "revocation_reason": `"done"`, "expired": `true`})
		if second := i.call(revoke, `{}`); again == "400" {
			second.refused(400, "bad_request")
		} else {
			second.ok().has(t, map[string]string{"revoked": `true`, "revocation_reason": `"done"`})
		}
	}
	i := start(t)
	const nowhere = `{"organization_id":"org_000000000000000000000000000"}`
	i.call("POST /admin_portal_link_tokens", nowhere).refused(400, "bad_request")
	if i = start(t, assume("admin_portal_organization_exists", "false")); i.call("POST /admin_portal_link_tokens", nowhere).status != 201 {
		t.Error("the organization has to exist")
	}
}
