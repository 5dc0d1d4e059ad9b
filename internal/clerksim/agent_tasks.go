package clerksim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// agentTask lets an agent sign in as a user, once. Its answers show less of it.
type agentTask struct {
	head
	AgentID         string `json:"agent_id"`
	AgentName       string `json:"agent_name"`
	TaskDescription string `json:"task_description"`
	RedirectURL     string `json:"redirect_url"`
	MostSeconds     int64  `json:"session_max_duration_in_seconds"`
	UserID          string `json:"user_id"`
	Status          string `json:"status"` // pending or revoked
}

// agentTaskAnswer is what Clerk shows of a task.
type agentTaskAnswer struct {
	Object      string `json:"object"`
	AgentID     string `json:"agent_id"`
	AgentTaskID string `json:"agent_task_id"`
	TaskID      string `json:"task_id"`       // the former name
	URL         string `json:"url,omitempty"` // in the answer that creates it
}

// agentSessionSeconds is how long the session of an agent lasts unless the body says otherwise.
const agentSessionSeconds = 1800

func agentTasks() kind[agentTask] {
	return kind[agentTask]{
		object: "agent_task", plural: "agent_tasks", idParam: "agent_task_id", prefix: "agttsk",
		keys:     map[string]func(agentTask) []string{"agent_name": func(t agentTask) []string { return []string{t.AgentName} }},
		defaults: agentTask{MostSeconds: agentSessionSeconds, Status: "pending"},
		more: []operation{
			{pattern: "POST /agents/tasks", handle: (*call).createAgentTask, body: &shape{fields: map[string]rule{
				"on_behalf_of": object.need(), "permissions": text.need().in("*"), "agent_name": text.need(), "task_description": text.need(),
				"redirect_url": text.need(), "session_max_duration_in_seconds": number.within(1, inSeconds)}}},
			{pattern: "POST /agents/tasks/{agent_task_id}/revoke", handle: (*call).revokeAgentTask, body: noBody},
		},
	}
}

func (t agentTask) answer() agentTaskAnswer {
	return agentTaskAnswer{Object: t.Object, AgentID: t.AgentID, AgentTaskID: t.ID, TaskID: t.ID}
}

func (c *call) createAgentTask() (any, *failure) {
	t := agentTasks().begin(c)
	c.params.fill(&t)
	u, f := c.onBehalfOf(c.params.raw("on_behalf_of"))
	if f != nil {
		return nil, f
	}
	if to, err := url.Parse(t.RedirectURL); err != nil || to.Host == "" || to.Scheme != "https" && (to.Scheme != "http" || c.options.Environment == production) {
		return nil, invalidFormat("redirect_url", "must be an absolute URL with the scheme https, or http in a development instance")
	}
	t.UserID, t.AgentID = u.ID, newID("agent", c.now)
	if others := stored[agentTask](c).lookup("agent_name", t.AgentName); len(others) > 0 {
		t.AgentID = others[0].AgentID
	}
	stored[agentTask](c).store(c.now, t)
	answer := t.answer()
	answer.URL = c.ticketURL("agent_" + secretText())
	return answer, nil
}

// onBehalfOf is the user whom the body of a new task names: by the id, or by a verified identifier.
func (c *call) onBehalfOf(raw json.RawMessage) (*user, *failure) {
	var who struct {
		UserID     string `json:"user_id"`
		Identifier string `json:"identifier"`
	}
	switch err := json.Unmarshal(raw, &who); {
	case err != nil:
		return nil, invalidValue("on_behalf_of", "must have strings")
	case (who.UserID == "") == (who.Identifier == ""):
		return nil, invalidValue("on_behalf_of", "must have either user_id or identifier")
	case who.UserID != "":
		return c.userByID(who.UserID)
	}
	for key, value := range map[string]string{"email_address": strings.ToLower(who.Identifier), "phone_number": who.Identifier} {
		for _, u := range c.users.lookup(key, value) {
			if slices.ContainsFunc(u.addresses, func(a address) bool { return a.key() == value && a.status == verified }) {
				return u, nil
			}
		}
	}
	if named := c.users.lookup("username", strings.ToLower(who.Identifier)); len(named) > 0 {
		return named[0], nil
	}
	if c.assume["agent_task_unknown_identifier"] == "422" {
		return nil, invalidValue("on_behalf_of.identifier", "is no verified identifier of a user")
	}
	return nil, fail(http.StatusNotFound, "resource_not_found", "Resource not found", "No user was found with identifier "+who.Identifier+".")
}

func (c *call) revokeAgentTask() (any, *failure) {
	t, f := agentTasks().find(c)
	switch {
	case f != nil:
		return nil, f
	case t.Status != "pending" && c.assume["agent_task_not_pending"] == "404":
		return nil, notFound("agent task", t.ID)
	case t.Status != "pending":
		return nil, fail(http.StatusBadRequest, "agent_task_cannot_be_revoked_code", "Agent task cannot be revoked", "Only pending agent tasks can be revoked.")
	}
	t.Status, t.UpdatedAt = "revoked", millis(c.now)
	stored[agentTask](c).store(c.now, t)
	return t.answer(), nil
}
