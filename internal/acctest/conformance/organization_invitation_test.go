package conformance_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

const sentOnly = "counts when it is sent only"

var organizationInvitationSubject = &subject{
	name: "clerk_organization_invitation", path: "/organizations/{organization_id}/invitations/{invitation_id}", plural: "organization_invitations",
	delete: ofOrganization("POST /organizations/{organization_id}/invitations/{id}/revoke"),
	once:   "it mails somebody",
	keys:   []string{"email_address"},
	minimal: `
		organization_id = var.organization
		email_address   = "ada@example.com"
		role            = "org:member"`,
	full: `
		organization_id  = var.organization
		email_address    = "ada@example.com"
		role             = "org:member"
		public_metadata  = jsonencode({ plan = "pro", seats = 3 })
		private_metadata = jsonencode({ crm = "a-17" })
		notify           = false`,
	arguments: map[string]argument{
		"organization_id":  {to: `var.other`, replaces: true, spelling: spelling{none: "it is an id"}},
		"email_address":    {to: `"grace@example.com"`, replaces: true},
		"role":             {to: `"org:admin"`, replaces: true, spelling: spelling{none: "it is the key of a role"}},
		"public_metadata":  {to: `jsonencode({ plan = "free" })`, replaces: true},
		"private_metadata": {to: `jsonencode({ crm = "b-18" })`, replaces: true},
	},
	agrees: map[string]func(held, asked cty.Value) bool{"email_address": func(held, asked cty.Value) bool {
		return strings.EqualFold(held.AsString(), asked.AsString())
	}},
	fixed: map[string]string{
		"id": "computed", "status": "computed", "expires_at": "computed", "notify": sentOnly, "redirect_url": sentOnly, "expires_in_days": sentOnly, "inviter_user_id": sentOnly,
	},
	unread:  "an invitation tells nothing that clerk_organization_invitations does not",
	stays:   "the invitation, which is revoked",
	id:      []string{"organization_id", "id"},
	key:     func(_ *acctest.World, state cty.Value) string { return "acme/" + attribute(state, "email_address") },
	prepare: makeOrganizations,
	object:  standing("organization_invitations"),
	exist:   standingIDs("organization_invitations"),
	drawn: []drawnBlock{{"acme", `
		organization_id = clerk_organization.acme.id
		email_address   = "invited@example.com" | "another@example.com"
		role            = "org:member" | clerk_organization_role.editor.key
		notify          = false`}},
}

var invitationSubject = &subject{
	name: "clerk_invitation", path: "/invitations/{invitation_id}",
	delete:  func(w *acctest.World, id string) error { return ask(w, "POST /invitations/"+id+"/revoke", "") },
	once:    "it mails somebody",
	keys:    []string{"email_address"},
	minimal: `email_address = "ada@example.com"`,
	full: `
		email_address   = "ada@example.com"
		public_metadata = jsonencode({ plan = "pro", seats = 3 })
		notify          = false`,
	arguments: map[string]argument{
		"email_address":   {to: `"grace@example.com"`, replaces: true},
		"public_metadata": {to: `jsonencode({ plan = "free" })`, replaces: true},
	},
	agrees: organizationInvitationSubject.agrees,
	fixed: map[string]string{
		"id": "computed", "status": "computed", "expires_at": "computed", "notify": sentOnly, "redirect_url": sentOnly, "expires_in_days": sentOnly,
		"ignore_existing": sentOnly, "template_slug": sentOnly,
	},
	unread: "an invitation tells nothing that clerk_invitations does not",
	stays:  "the invitation, which is revoked",
	object: standing("invitations"),
	exist:  standingIDs("invitations"),
	drawn: []drawnBlock{{"newcomer", `
		email_address   = "newcomer@example.com"
		public_metadata = | jsonencode({ plan = "pro" })
		notify          = false`}},
}

// standing is the invitation of a state, unless somebody has revoked it.
func standing(kind string) func(w *acctest.World, state cty.Value) object {
	return func(w *acctest.World, state cty.Value) object {
		return standingInvitations(w, kind)[attribute(state, "id")]
	}
}

func standingIDs(kind string) func(w *acctest.World) []string {
	return func(w *acctest.World) []string { return slices.Collect(maps.Keys(standingInvitations(w, kind))) }
}

// standingInvitations are those that nobody has revoked, by id: Clerk keeps the others, too.
func standingInvitations(w *acctest.World, kind string) map[string]object {
	out := map[string]object{}
	for id, text := range w.Held(kind) {
		if o := parsed(text); o.text("status") != "revoked" {
			out[id] = o
		}
	}
	return out
}
