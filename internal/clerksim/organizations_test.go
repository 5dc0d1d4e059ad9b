package clerksim_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestOrganizations(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	o := i.call("POST /organizations", `{"name":"Analytical Engines","created_by":"`+u.id()+`","public_metadata":{"a":1},"private_metadata":null}`).ok()
	o.has(t, map[string]string{"slug": `"analytical-engines"`, "public_metadata": `{"a":1}`, "private_metadata": `{}`, "admin_delete_enabled": `true`})
	i.call("GET /organizations/analytical-engines?include_members_count=true", "").ok().has(t, map[string]string{"id": o.json("id"), "members_count": `1`})
	one := "/organizations/" + o.id()
	i.call("PATCH "+one, `{"name":"Engines","slug":"engines","max_allowed_memberships":2,"admin_delete_enabled":false}`).ok().
		has(t, map[string]string{"name": `"Engines"`, "slug": `"engines"`, "max_allowed_memberships": `2`, "admin_delete_enabled": `false`})
	i.call("PATCH "+one+"/metadata", `{"public_metadata":{"a":null,"b":2}}`).ok().has(t, map[string]string{"public_metadata": `{"b":2}`})
	i.call("PUT "+one+"/metadata", `{"private_metadata":{"c":3}}`).ok().has(t, map[string]string{"public_metadata": `{"b":2}`, "private_metadata": `{"c":3}`})

	i.call("PATCH "+one, `{"public_metadata":{}}`).refused(422, "form_param_unknown", "public_metadata")
	i.call("POST /organizations", `{"name":"Engines","slug":"engines"}`).refused(422, "form_identifier_exists", "slug")
	i.call("POST /organizations", `{"name":"Engines","slug":"En Gines"}`).refused(422, "form_param_format_invalid", "slug")
	i.call("POST /organizations", `{"name":"https://example.com"}`).refused(422, "form_param_format_invalid", "name")
	i.call("POST /organizations", `{}`).refused(422, "form_param_missing", "name")
	i.call("GET /organizations/org_none", "").refused(404, "resource_not_found")

	other := i.call("POST /organizations", `{"name":"Navy"}`).ok()
	for query, want := range map[string][]string{
		"": {other.id(), o.id()}, "order_by=name": {o.id(), other.id()}, "order_by=-members_count": {o.id(), other.id()}, "query=nav": {other.id()},
		"query=" + o.id(): {o.id()}, "organization_id=-" + o.id(): {other.id()}, "user_id=" + u.id(): {o.id()}, "limit=1&offset=1": {o.id()},
	} {
		same(t, query, ids(i.call("GET /organizations?"+query, "").list()), want)
	}
	i.call("DELETE "+one, "").ok().has(t, map[string]string{"deleted": `true`})
	i.call("DELETE "+one, "").refused(404, "resource_not_found")
	if n := len(i.call("GET /organization_memberships", "").list()); n != 0 {
		t.Errorf("%d memberships are left", n)
	}
	i.off("organizations")
	i.call("GET /organizations", "").refused(403, "organization_not_enabled_in_instance")
	i.call("GET /users/"+u.id()+"/organization_memberships", "").refused(403, "organization_not_enabled_in_instance")
}

func TestOrganizationInvitations(t *testing.T) {
	t.Parallel()
	i := start(t)
	ada, grace := i.user("ada@example.com"), i.user("grace@example.com")
	o := i.call("POST /organizations", `{"name":"Engines","created_by":"`+ada.id()+`"}`).ok()
	invitations := "/organizations/" + o.id() + "/invitations"
	inv := i.call("POST "+invitations, `{"email_address":"grace@example.com","role":"org:member","inviter_user_id":"`+ada.id()+`","expires_in_days":1}`).ok()
	inv.has(t, map[string]string{"status": `"pending"`, "role": `"org:member"`, "inviter_id": `"` + ada.id() + `"`})
	i.call("POST "+invitations, `{"email_address":"grace@example.com","role":"org:member"}`).refused(400, "organization_invitation_not_unique")
	i.call("POST "+invitations, `{"email_address":"ada@example.com","role":"org:member"}`).refused(400, "already_a_member_in_organization")
	i.call("POST "+invitations, `{"email_address":"x@example.com","role":"org:member","expires_in_days":366}`).refused(422, "form_param_value_invalid", "expires_in_days")
	i.call("GET "+invitations+"/"+inv.id(), "").ok()
	same(t, "of a user", ids(i.call("GET /users/"+grace.id()+"/organization_invitations?status=pending", "").list()), []string{inv.id()})
	same(t, "of the instance", ids(i.call("GET /organization_invitations?query=grace", "").list()), []string{inv.id()})
	same(t, "by address", ids(i.call("GET "+invitations+"?email_address=grace@example.com", "").list()), []string{inv.id()})
	i.Advance(24 * time.Hour)
	i.call("GET "+invitations+"/"+inv.id(), "").ok().has(t, map[string]string{"status": `"expired"`})
	i.call("POST "+invitations+"/"+inv.id()+"/revoke", `{"requesting_user_id":"`+ada.id()+`"}`).refused(404, "organization_invitation_not_pending")
	again := i.call("POST "+invitations, `{"email_address":"grace@example.com","role":"org:member"}`).ok()
	i.call("POST "+invitations+"/"+again.id()+"/revoke", "").ok().has(t, map[string]string{"status": `"revoked"`})
}

func TestOrganizationInvitationsAreFilteredSortedAndAccepted(t *testing.T) {
	t.Parallel()
	i := start(t)
	grace := i.user("grace@example.com")
	o := i.call("POST /organizations", `{"name":"Engines","max_allowed_memberships":2}`).ok()
	invitations := "/organizations/" + o.id() + "/invitations"
	invited := func(address string) object {
		return i.call("POST "+invitations, `{"email_address":"`+address+`","role":"org:member","public_metadata":{"a":1},"private_metadata":{"b":2},"notify":false,"redirect_url":"https://example.com"}`).ok()
	}
	first, second := invited("Grace@example.com"), invited("alan@example.com")
	first.has(t, map[string]string{"email_address": `"grace@example.com"`, "public_metadata": `{"a":1}`, "private_metadata": `{"b":2}`, "inviter_id": `null`})
	i.call("POST "+invitations, `{"email_address":"x@example.com","role":"org:member"}`).refused(403, "organization_membership_quota_exceeded")
	i.call("POST /_sim/seed", `{"accepted_invitations":["`+first.id()+`"]}`).ok()
	i.call("GET "+invitations+"/"+first.id(), "").ok().has(t, map[string]string{"status": `"accepted"`, "url": `null`})
	i.call("POST "+invitations+"/"+first.id()+"/revoke", "").refused(404, "organization_invitation_not_pending")
	i.call("POST "+invitations, `{"email_address":"grace@example.com","role":"org:member"}`).refused(400, "already_a_member_in_organization")
	members := i.call("GET /organizations/"+o.id()+"/memberships?user_id="+grace.id(), "").list()
	if len(members) != 1 || members[0].json("private_metadata") != `{"b":2}` {
		t.Errorf("who has accepted is %v", members)
	}
	for query, want := range map[string][]string{
		"": {second.id(), first.id()}, "?status=accepted": {first.id()}, "?status=pending": {second.id()}, "?order_by=-email_address": {first.id(), second.id()},
		"?order_by=%2Bcreated_at&limit=1": {first.id()},
	} {
		same(t, "of the organization"+query, ids(i.call("GET "+invitations+query, "").list()), want)
		same(t, "of the instance"+query, ids(i.call("GET /organization_invitations"+query, "").list()), want)
	}
	if a := i.call("POST /_sim/seed", `{"accepted_invitations":["orginv_0"]}`); a.status != 400 {
		t.Errorf("an invitation that there is not was accepted: %d %s", a.status, a.body)
	}
	i.call("GET "+invitations+"?status=lost", "").refused(422, "form_param_value_invalid", "status")
}

func TestInvitations(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.user("ada@example.com")
	inv := i.call("POST /invitations", `{"email_address":"grace@example.com","public_metadata":{"a":1}}`).ok()
	i.call("POST /invitations", `{"email_address":"grace@example.com"}`).refused(400, "duplicate_record", "email_address")
	i.call("POST /invitations", `{"email_address":"ada@example.com"}`).refused(400, "form_identifier_exists", "email_address")
	i.call("POST /invitations", `{"email_address":"ada@example.com","ignore_existing":true}`).ok()
	i.call("POST /invitations", `{"email_address":"x@example.com","template_slug":"letter"}`).refused(422, "form_param_value_invalid", "template_slug")
	same(t, "by address", ids(i.call("GET /invitations?query=grace", "").list()), []string{inv.id()})
	i.call("POST /invitations/"+inv.id()+"/revoke", "").ok().has(t, map[string]string{"status": `"revoked"`, "revoked": `true`})
	i.call("POST /invitations/"+inv.id()+"/revoke", "").refused(400, "invitation_already_revoked")
	if n := len(i.call("GET /invitations?paginated=true", "").list()); n != 1 {
		t.Errorf("%d invitations that are not revoked", n)
	}
	if n := len(i.call("GET /invitations?status=revoked", "").list()); n != 1 {
		t.Errorf("%d revoked invitations", n)
	}
}

func TestSlugsOfOrganizations(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{"kept": `"engines"`, "cleared": `""`, "refused": ""} {
		i := start(t, assume("organization_slug_cleared", value))
		o := "/organizations/" + i.call("POST /organizations", `{"name":"Engines","slug":"engines"}`).ok().id()
		for _, nothing := range []string{`null`, `""`} {
			if answer := i.call("PATCH "+o, `{"slug":`+nothing+`}`); want == "" {
				answer.refused(422, "form_param_nil", "slug")
			} else {
				answer.ok().has(t, map[string]string{"slug": want})
			}
		}
	}
	for value, want := range map[string]string{"generated": `"navy"`, "empty": `""`} {
		i := start(t, assume("organization_slug_when_off", value))
		i.off("organization_slugs")
		i.call("POST /organizations", `{"name":"Navy","slug":"navy"}`).refused(403, "organization_slugs_disabled", "slug")
		o := i.call("POST /organizations", `{"name":"Navy"}`).ok()
		o.has(t, map[string]string{"slug": want})
		i.call("PATCH /organizations/"+o.id(), `{"slug":"royal-navy"}`).refused(403, "organization_slugs_disabled", "slug")
	}
}

func TestADeletedOrganizationLeavesTheSessionsThatWereActiveInIt(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	o := i.call("POST /organizations", `{"name":"Engines","created_by":"`+u.id()+`"}`).ok()
	s := i.call("POST /sessions", `{"user_id":"`+u.id()+`","active_organization_id":"`+o.id()+`"}`).ok()
	i.call("GET /organizations/"+o.id(), "").ok().has(t, map[string]string{"last_active_at": s.json("last_active_at")})
	i.call("DELETE /organizations/"+o.id(), "").ok()
	i.call("GET /sessions/"+s.id(), "").ok().has(t, map[string]string{"last_active_organization_id": `null`, "status": `"active"`})
}

func TestTheCreatorOfAnOrganizationMayBeDeleted(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"kept", "left_out"} {
		i := start(t, assume("organization_creator_deleted", value))
		u := i.user("ada@example.com")
		o := i.call("POST /organizations", `{"name":"Engines","created_by":"`+u.id()+`"}`).ok()
		i.call("DELETE /users/"+u.id(), "").ok()
		if _, shown := i.call("GET /organizations/"+o.id(), "").ok()["created_by"]; shown != (value == "kept") {
			t.Errorf("created_by is shown: %t, where it is %s", shown, value)
		}
	}
}

func TestLogosOfOrganizations(t *testing.T) {
	t.Parallel()
	for _, initials := range []string{"true", "false"} {
		i := start(t, assume("organization_initials", initials))
		o := i.call("POST /organizations", `{"name":"engines"}`).ok()
		first := about(t, o)
		if has := first["initials"] == "E"; has != (initials == "true") || first["rid"] != o.id() {
			t.Errorf("Clerk's own picture is of %v", first)
		}
		logo := func(content string) answer {
			return i.call("PUT /organizations/"+o.id()+"/logo", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"+content+"\r\n--x--\r\n", header{"Content-Type": "multipart/form-data; boundary=x"})
		}
		logo("text").refused(415, "unsupported_content_type")
		set := logo("\x89PNG\r\n\x1a\n").ok()
		set.has(t, map[string]string{"has_image": `true`})
		if about(t, set)["type"] != "proxy" || about(t, logo("\x89PNG\r\n\x1a\nx").ok())["src"] == about(t, set)["src"] {
			t.Errorf("the logo is of %v", about(t, set))
		}
		i.call("DELETE /organizations/"+o.id()+"/logo", "").ok().has(t, map[string]string{"has_image": `false`, "image_url": o.json("image_url")})
	}
}

// about is what the URL of an object's picture tells.
func about(t *testing.T, of object) (told map[string]string) {
	t.Helper()
	var url string
	if err := json.Unmarshal([]byte(of.json("image_url")), &url); err != nil {
		t.Fatal(err)
	}
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(url, "https://img.clerk.com/"))
	if err != nil || json.Unmarshal(text, &told) != nil {
		t.Fatalf("image_url is %s (%v)", url, err)
	}
	return told
}
