package clerksim_test

import (
	"net/http"
	"testing"
	"time"
)

const waitlist = "/waitlist_entries"

func TestAnAddressIsOnTheWaitlistOnce(t *testing.T) {
	t.Parallel()
	i := start(t)
	ada := i.call("POST "+waitlist, `{"email_address":" Ada@example.com","notify":true}`).ok()
	ada.has(t, map[string]string{"email_address": `"ada@example.com"`, "status": `"pending"`, "is_locked": `false`, "invitation": `null`})
	i.Advance(time.Second)
	again := i.call("POST "+waitlist, `{"email_address":"ADA@example.com","notify":null}`).ok()
	again.has(t, map[string]string{"id": ada.json("id"), "created_at": ada.json("created_at")})
	grace := i.call("POST "+waitlist, `{"email_address":"grace@example.com"}`).ok()
	same(t, "list", ids(i.call("GET "+waitlist, "").list()), []string{grace.id(), ada.id()})
	i.call("GET "+waitlist, "").ok().has(t, map[string]string{"total_count": `2`})
	for body, code := range map[string]string{`{}`: "form_param_missing", `{"email_address":""}`: "form_param_nil", `{"email_address":"ada"}`: "form_param_format_invalid"} {
		i.call("POST "+waitlist, body).refused(http.StatusUnprocessableEntity, code, "email_address")
	}
	one := " " + waitlist + "/" + ada.id()
	i.call("GET"+one, "").refused(http.StatusNotFound, "resource_not_found")
	i.call("DELETE"+one, "").ok().has(t, map[string]string{"deleted": `true`})
	i.call("DELETE"+one, "").refused(http.StatusNotFound, "resource_not_found")
	i.call("POST"+one+"/invite", "").refused(http.StatusNotFound, "resource_not_found")

	i = start(t, assume("waitlist_without_invitation", "left_out"))
	if invitation, there := i.call("POST "+waitlist, `{"email_address":"ada@example.com"}`).ok()["invitation"]; there {
		t.Errorf("invitation is %v", invitation)
	}
	i = start(t, assume("users_on_waitlist", "refused"))
	i.call("POST /users", `{"email_address":["ada@example.com"]}`).ok()
	i.call("POST "+waitlist, `{"email_address":"Ada@example.com"}`).refused(http.StatusUnprocessableEntity, "form_identifier_exists", "email_address")
}

func TestTheWaitlistIsFilteredAndOrdered(t *testing.T) {
	t.Parallel()
	i := start(t)
	made := map[string]string{}
	for _, name := range []string{"grace", "ada", "byron"} {
		made[name] = i.call("POST "+waitlist, `{"email_address":"`+name+`@example.com"}`).ok().id()
		i.Advance(time.Second)
	}
	i.call("POST "+waitlist+"/"+made["ada"]+"/invite", "").ok()
	i.Advance(time.Second)
	i.call("POST "+waitlist+"/"+made["grace"]+"/invite", "").ok()
	i.call("POST "+waitlist+"/"+made["byron"]+"/reject", "").ok()
	for query, names := range map[string][]string{
		"":                           {"byron", "ada", "grace"},
		"?order_by=%2Bcreated_at":    {"grace", "ada", "byron"},
		"?order_by=email_address":    {"ada", "byron", "grace"},
		"?order_by=-invited_at":      {"grace", "ada", "byron"},
		"?limit=1&offset=1":          {"ada"},
		"?status=invited":            {"ada", "grace"},
		"?status=rejected":           {"byron"},
		"?status=pending":            {},
		"?status=completed":          {},
		"?query=GRACE":               {"grace"},
		"?query=" + made["byron"]:    {"byron"},
		"?query=ada&status=rejected": {},
	} {
		want := []string{}
		for _, name := range names {
			want = append(want, made[name])
		}
		same(t, query, ids(i.call("GET "+waitlist+query, "").list()), want)
	}
	i.call("GET "+waitlist+"?status=waiting", "").refused(http.StatusUnprocessableEntity, "form_param_value_invalid", "status")
	i.call("GET "+waitlist+"?order_by=id", "").refused(http.StatusUnprocessableEntity, "form_param_value_invalid", "order_by")
}

func TestWhoWaitsIsInvitedRejectedAndSignsUp(t *testing.T) {
	t.Parallel()
	i := start(t)
	join := func(name string) string {
		return waitlist + "/" + i.call("POST "+waitlist, `{"email_address":"`+name+`@example.com"}`).ok().id()
	}
	ada, byron, grace := join("ada"), join("byron"), join("grace")
	invited := i.call("POST "+ada+"/invite", "").ok()
	invited.has(t, map[string]string{"status": `"invited"`})
	invitations := i.call("GET /invitations", "").list()
	if len(invitations) != 1 {
		t.Fatalf("%d invitations", len(invitations))
	}
	invitations[0].has(t, map[string]string{"email_address": `"ada@example.com"`, "status": `"pending"`})
	object(invited["invitation"].(map[string]any)).has(t, map[string]string{"id": invitations[0].json("id")})
	for _, again := range []string{"POST " + ada + "/invite", "POST " + ada + "/reject", "DELETE " + ada} {
		i.call(again, "").refused(http.StatusConflict, "waitlist_entry_already_invited")
	}
	i.call("POST /_sim/seed", `{"accepted_invitations":["`+invitations[0].id()+`"]}`)
	i.call("GET "+waitlist+"?query=ada", "").list()[0].has(t, map[string]string{"status": `"completed"`})
	i.call("POST "+ada+"/invite", "").refused(http.StatusConflict, "waitlist_entry_already_completed")

	i.call("POST "+byron+"/reject", "").ok().has(t, map[string]string{"status": `"rejected"`, "invitation": `null`})
	for _, again := range []string{"POST " + byron + "/reject", "DELETE " + byron} {
		i.call(again, "").refused(http.StatusConflict, "waitlist_entry_already_rejected")
	}
	i.call("POST "+byron+"/invite", `{"ignore_existing":null}`).ok().has(t, map[string]string{"status": `"invited"`})

	i.call("POST /invitations", `{"email_address":"grace@example.com"}`).ok()
	i.call("POST "+grace+"/invite", "").refused(http.StatusBadRequest, "duplicate_record")
	i.call("POST "+grace+"/invite", `{"ignore_existing":true}`).ok().has(t, map[string]string{"status": `"invited"`})
}

func TestWhatTheWaitlistAssumesCanBeFlipped(t *testing.T) {
	t.Parallel()
	join := func(i *instance) string {
		return waitlist + "/" + i.call("POST "+waitlist, `{"email_address":"ada@example.com"}`).ok().id()
	}
	i := start(t, assume("waitlist_entries_deletable", "all"))
	ada := join(i)
	i.call("POST "+ada+"/invite", "").ok()
	i.call("DELETE "+ada, "").ok()
	i = start(t, assume("rejected_can_be_invited", "false"))
	ada = join(i)
	i.call("POST "+ada+"/reject", "").ok()
	i.call("POST "+ada+"/invite", "").refused(http.StatusConflict, "waitlist_entry_already_rejected")
	i = start(t, assume("invited_can_be_rejected", "true"))
	ada = join(i)
	i.call("POST "+ada+"/invite", "").ok()
	i.call("POST "+ada+"/reject", "").ok().has(t, map[string]string{"status": `"rejected"`})
}
