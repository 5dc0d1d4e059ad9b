package conformance_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var roleSetSubject = &subject{
	name: "clerk_role_set", path: "/role_sets/{role_set_key_or_id}",
	keys:      []string{"key"},
	unmanaged: `{"key":"role_set:bystander","name":"Bystander","roles":["org:admin"],"default_role_key":"org:admin","creator_role_key":"org:admin"}`,
	prepare:   makeRoles,
	minimal: `
		key          = "role_set:partners"
		name         = "Partners"
		roles        = ["org:admin", "org:member"]
		default_role = "org:member"
		creator_role = "org:admin"`,
	full: `
		key          = "role_set:partners"
		name         = "Partners"
		description  = "For organizations of partners"
		roles        = ["org:admin", "org:owner", "org:editor", "org:member"]
		default_role = "org:editor"
		creator_role = "org:owner"
		reassign     = { "org:author" = "org:editor" }
		replacement  = "role_set:default"`,
	arguments: map[string]argument{
		"key":         {to: `"role_set:allies"`, patch: `{"key":"role_set:other"}`},
		"name":        {to: `"Allies"`, patch: `{"name":"Other"}`},
		"description": {to: `""`, patch: `{"description":"Other"}`},
		"roles": {
			to:       `["org:owner", "org:editor", "org:author"]`,
			outside:  asks("POST /role_sets/{id}/roles", `{"role_keys":["org:author"]}`),
			spelling: spelling{none: ofARole, taken: "requests of their own add roles and replace them"},
			writes: []string{
				"POST /role_sets/{role_set_key_or_id}/roles",
				"POST /role_sets/{role_set_key_or_id}/roles/replace", "POST /role_sets/{role_set_key_or_id}/roles/replace",
			},
		},
		"default_role": {to: `"org:member"`, patch: `{"default_role_key":"org:member"}`, spelling: spelling{none: ofARole, field: "default_role_key"}},
		"creator_role": {to: `"org:admin"`, patch: `{"creator_role_key":"org:admin"}`, spelling: spelling{none: ofARole, field: "creator_role_key"}},
	},
	fields: map[string]func(object) cty.Value{
		"roles": func(o object) cty.Value {
			var keys []string
			for _, r := range o.objects("roles") {
				keys = append(keys, r.text("key"))
			}
			return texts(keys)
		},
		"default_role": func(o object) cty.Value { return cty.StringVal(o.object("default_role").text("key")) },
		"creator_role": func(o object) cty.Value { return cty.StringVal(o.object("creator_role").text("key")) },
	},
	fixed: map[string]string{
		"id": "computed", "type": "computed",
		"reassign": "counts when roles leave; Clerk does not have it", "replacement": "counts when the role set is destroyed; Clerk does not have it",
	},
	delete: func(w *acctest.World, id string) error {
		return ask(w, "POST /role_sets/"+id+"/replace", `{"dest_role_set_key":"role_set:default"}`)
	},
	draw: drawRoleSet, changeOutside: changeRoleSet,
	unread: "an id and a key tell nothing of each other that clerk_role_sets does not",
	drawn: []drawnBlock{{"partners", `
		key          = "role_set:partners" | "role_set:allies"
		name         = "Partners" | "Allies"
		roles        = [clerk_organization_role.owner.key, "org:member"]
		default_role = "org:member" | clerk_organization_role.owner.key
		creator_role = clerk_organization_role.owner.key`}},
}

// ofARole is why Clerk has no other spelling of a role in a role set.
const ofARole = "it is the key of a role"

// makeRoles makes the roles that role sets of the first object and of later ones have, beside those that are there.
func makeRoles(w *acctest.World, n nth) map[string]cty.Value {
	if n > 0 {
		return nil
	}
	ctx := w.TB.Context()
	creators, err := w.Clerk.OrganizationPermissions.IDs(ctx, []string{"org:sys_memberships:read", "org:sys_memberships:manage", "org:sys_profile:delete"})
	w.Must(err)
	for _, key := range []string{"org:owner", "org:editor", "org:author"} {
		r, err := w.Clerk.OrganizationRoles.Create(ctx, clerk.OrganizationRoleParams{Key: rest.Value(key), Name: rest.Value("A role"), Permissions: rest.Value(creators)})
		w.Must(err)
		if t, ok := w.TB.(testing.TB); ok && w.Sim == nil {
			t.Cleanup(func() { w.Must(w.Clerk.OrganizationRoles.Delete(context.WithoutCancel(ctx), r.ID)) })
		}
	}
	return nil
}

// drawRoleSet draws roles, and a default role and a role of creators among them. Of all roles, only org:member cannot be that of creators.
func drawRoleSet(rt *rapid.T, _ map[string]cty.Value, _ cty.Value) map[string]cty.Value {
	creators := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"org:admin", "org:owner", "org:editor", "org:author"}), 1, 4, rapid.ID).Draw(rt, "roles")
	roles := creators
	if rapid.Bool().Draw(rt, "has org:member") {
		roles = append([]string{"org:member"}, creators...)
	}
	values := map[string]cty.Value{
		"key":          cty.StringVal(rapid.SampledFrom([]string{"role_set:partners", "role_set:allies"}).Draw(rt, "key")),
		"name":         cty.StringVal(rapid.SampledFrom([]string{"Partners", "Allies"}).Draw(rt, "name")),
		"roles":        texts(roles),
		"default_role": cty.StringVal(rapid.SampledFrom(roles).Draw(rt, "default_role")),
		"creator_role": cty.StringVal(rapid.SampledFrom(creators).Draw(rt, "creator_role")),
	}
	if rapid.Bool().Draw(rt, "mentions description") {
		values["description"] = cty.StringVal(rapid.SampledFrom([]string{"", "For organizations of partners"}).Draw(rt, "description"))
	}
	if rapid.Bool().Draw(rt, "mentions reassign") {
		from, to := rapid.SampledFrom([]string{"org:guest", "org:author", "org:member"}).Draw(rt, "from"), rapid.SampledFrom(roles).Draw(rt, "to")
		if from != to {
			values["reassign"] = cty.MapVal(map[string]cty.Value{from: cty.StringVal(to)})
		}
	}
	if rapid.Bool().Draw(rt, "mentions replacement") {
		values["replacement"] = cty.StringVal("role_set:default")
	}
	return values
}

// changeRoleSet draws a change outside Terraform that the roles of the set allow.
func changeRoleSet(rt *rapid.T, w *acctest.World, state cty.Value) error {
	id := attribute(state, "id")
	text, exists := w.Held("role_sets")[id]
	if !exists {
		return nil
	}
	set, has := parsed(text), []string{}
	for _, r := range set.objects("roles") {
		has = append(has, r.text("key"))
	}
	role := func(from []string, of string) string { return rapid.SampledFrom(from).Draw(rt, of) }
	creators := slices.DeleteFunc(slices.Clone(has), func(key string) bool { return key == "org:member" })
	path := "/role_sets/" + id
	changes := [][2]string{
		{"PATCH " + path, fmt.Sprintf(`{"key":"role_set:other_%s"}`, strings.ToLower(id))},
		{"PATCH " + path, `{"name":"Other","description":"Other"}`},
		{"PATCH " + path, fmt.Sprintf(`{"default_role_key":%q}`, role(has, "default"))},
		{"PATCH " + path, fmt.Sprintf(`{"creator_role_key":%q}`, role(creators, "creator"))},
		{"POST " + path + "/roles", fmt.Sprintf(`{"role_keys":[%q]}`, role([]string{"org:member", "org:admin", "org:owner", "org:editor", "org:author"}, "added"))},
	}
	if from, to := role(has, "leaves"), role(creators, "in its place"); from != to {
		changes = append(changes, [2]string{"POST " + path + "/roles/replace", fmt.Sprintf(`{"role_key":%q,"to_role_key":%q}`, from, to)})
	}
	change := rapid.SampledFrom(changes).Draw(rt, "change outside")
	return ask(w, change[0], change[1])
}
