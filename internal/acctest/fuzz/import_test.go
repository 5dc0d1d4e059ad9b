// Package fuzz_test drives the whole provider, without a network, with what
// others wrote.
package fuzz_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"unicode"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// asked are the operations that an import of each type may ask for, beside which
// instance it is. One of a type that is not here may ask for its list and its objects. Of
// count, the API takes GET /users/count for an operation of its own;
// it makes no user.
var asked = map[string][]string{
	"clerk_machine_scope": {"GET /machines", "GET /machines/{machine_id}"},
	"clerk_user":          {"GET /users", "GET /users/{user_id}", "GET /users/count"},
	"clerk_email_address": {"GET /users", "GET /users/{user_id}", "GET /users/count", "GET /email_addresses/{email_address_id}"},
	"clerk_phone_number":  {"GET /users", "GET /users/{user_id}", "GET /users/count", "GET /phone_numbers/{phone_number_id}"},
	"clerk_user_metadata": {"GET /users", "GET /users/{user_id}", "GET /users/count"},

	"clerk_organization_metadata": {"GET /organizations", "GET /organizations/{organization_id}"},
	"clerk_organization_membership": {
		"GET /organizations", "GET /organizations/{organization_id}", "GET /organizations/{organization_id}/memberships",
		"GET /users", "GET /users/{user_id}", "GET /users/count",
	},
	"clerk_organization_domain": {"GET /organizations/{organization_id}", "GET /organizations/{organization_id}/domains"},
	"clerk_organization_invitation": {
		"GET /organizations/{organization_id}", "GET /organizations/{organization_id}/invitations", "GET /organizations/{organization_id}/invitations/{invitation_id}",
	},
}

func mayAsk(typ, operation string) bool {
	if operations, ok := asked[typ]; ok {
		return slices.Contains(operations, operation)
	}
	list := "GET /" + tf.Plural(strings.TrimPrefix(typ, "clerk_"))
	return operation == list || strings.HasPrefix(operation, list+"/{")
}

// people are two users, so that the wrong one can be found, and an organization that one
// of them is a member of.
type people struct {
	ada, grace *clerk.User
	acme       *clerk.Organization
}

func populate(t *testing.T, w *acctest.World) (p people) {
	t.Helper()
	for i, user := range []**clerk.User{&p.ada, &p.grace} {
		params := clerk.CreateUserParams{
			EmailAddresses: []string{[]string{"ada@example.com", "grace@example.com"}[i]},
			PhoneNumbers:   []string{[]string{"+15555550100", "+15555560100"}[i]},
		}
		params.Username = rest.Value([]string{"lovelace", "hopper"}[i])
		params.ExternalID = rest.Value([]string{"-42", "42"}[i])
		made, err := w.Clerk.Users.Create(t.Context(), params)
		w.Must(err)
		*user = made
	}
	acme, err := w.Clerk.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: "Acme"})
	w.Must(err)
	p.acme = acme
	_, err = w.Clerk.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{OrganizationID: acme.ID, UserID: p.ada.ID, Role: "org:member"})
	w.Must(err)
	return p
}

// {ada} and so on in a seed stand for ids, which are other ones in each run.
func (p people) fill(id string) string {
	return strings.NewReplacer(
		"{ada}", p.ada.ID, "{grace}", p.grace.ID,
		"{acme}", p.acme.ID,
		"{email}", p.ada.EmailAddresses[0].ID, "{phone}", p.ada.PhoneNumbers[0].ID,
	).Replace(id)
}

// Whatever a person gives for an id, an import fails or takes the object of just
// that id or key; and all that it asks of Clerk is to read what was given.
func FuzzImportID(f *testing.F) {
	for name := range provider.Sections(f.Context()) {
		noun := strings.TrimPrefix(name, "clerk_")
		for _, id := range []string{
			"..", "../users", "this", " ", "%2e%2e", "x_0/..", "a&limit=1", "x_0/../users", " Acme", "*@example.com", "ada@example.com",
			"my-app://callback", "https://example.com/?a=b#c", "name:Acme", "name:", "url:my-app://callback", "identifier: Ada@example.com",
			tf.Plural(noun), noun + "_0", "2abcdefghijklmnopqrstuvwxyz",
		} {
			f.Add(name, id)
		}
	}
	// Where what is imported can be said in more ways, or be there.
	seeds := map[string][]string{
		"clerk_email_address": {" Ada@example.com", "{ada}/ada@example.com", "{grace}/ada@example.com", "{email}", "{ada}/{email}", "{grace}/{email}", "{ada}/{email}/", "/{email}", "{ada}//{email}", "./{email}", "../{email}", "count/{email}", "{ada}/..", "{ada} /{email}"},
		"clerk_machine_scope": {"mch_0/mch_1", "reports/billing", "mch_0", "mch_0/", "/mch_0", "mch_0/../users", "mch_0/..", "../mch_0", "mch_0/mch_1/mch_2", "mch_0 /mch_1"},
		"clerk_organization":  {"acme", "slug:acme", "slug:", "slug:../users", "org_0", "../users", "memberships", "{ada}", " ", "Acme", "a?limit=1"},
		"clerk_organization_membership": {
			"{acme}/{ada}", "{acme}/{grace}", "acme/ada@example.com", "slug:acme/ada@example.com", "acme/lovelace", "{acme}/external_id:-42", "acme/email:ada@example.com", "{acme}/+15555550100",
			"{acme}", "{acme}/", "/{ada}", "{acme}/{ada}/", "{acme}//{ada}", "../{ada}", "{acme}/..", "{acme} /{ada}", "acme/nobody", "globex/{ada}", "{ada}/{acme}", "{acme}/-{ada}", "{acme}/{ada},{grace}", "{acme}/{ada}&user_id={grace}", "slug:/{ada}",
		},
		"clerk_organization_domain":     {"acme/example.com", "slug:acme/example.com", "{acme}/orgdmn_0", "acme/orgdmn_0", "acme/", "/example.com", "acme", "acme/../users", "../users/orgdmn_0", "acme/example.com?x", "slug:/x", "{acme}/..", "acme/ example.com"},
		"clerk_organization_invitation": {"acme/ada@example.com", "slug:acme/ Ada@example.com", "{acme}/orginv_0", "acme/orginv_0/revoke", "acme/", "/ada@example.com", "{acme}/..", "../orginv_0", "acme/orginv_..", "acme/%2e%2e"},
		"clerk_organization_metadata":   {"acme", "slug:acme", "Acme", " acme", "slug: acme", "slug:", "slug:slug:acme", "{acme}", "slug:{acme}", "{acme}/metadata", "acme?", "..", "slug:..", "org_", "count", "%61cme"},
		"clerk_organization_permission": {"org:sys_profile:manage", "key:org:sys_profile:manage", "org:sys_profile", "perm_0", "../organization_permissions", "org:reports:read", "key:"},
		"clerk_organization_role":       {"org:admin", "key:org:admin", "org:Admin", "role_0", "../organization_roles", "org:editor", "permissions", "key:"},
		"clerk_phone_number":            {"{ada}/+15555550100", "{phone}", "{ada}/{phone}", "{grace}/{phone}", "{ada}/{email}", "+15555550100", "..", "{ada}/."},
		"clerk_role_set":                {"role_set:default", "key:role_set:default", "role_set:Default", "role_set:", "rset_0", "../role_sets", "role_set:default/roles", "roles", "key:"},
		"clerk_user": {
			"ada@example.com", "+15555550100", "lovelace", "nobody", "{ada}", "{ada} ", " {ada}", "{ada}/metadata", "../users/{ada}", "..", ".", "count", "users?limit=1", "{ada}#", "%7Bada%7D", "a\r\nHost: b", "\x00", "é", "e\u0301", "\xff",
			"email:ada@example.com", "email: Ada@example.com\n", "email:", "email: ", "email:-ada@example.com", "email:ada@example.com&email_address=grace@example.com", "email:%", "phone:+15555550100", "phone:-15555550100",
			"username:lovelace", "username:Lovelace ", "username:-lovelace", "username:+lovelace", "username: ", "username:-", "external_id:42", "external_id:-42", "external_id:+42", "external_id: 42", "external_id: ", "external_id:--42",
			"mail:ada@example.com", ":", "::", "email::ada@example.com", "id:{ada}",
		},
		"clerk_user_metadata": {"ada@example.com", "+15555560100", "hopper", "{ada}", "{ada}/metadata", "email:ada@example.com", "..", "{ada}?", "count"},
		"clerk_api_key":       {"ak_0", "../users", "ak_0/secret", "ak_0/revoke", "ak_..", "verify", " ", "reports", "user_1/reports", "user_1/", "name:../x"},
	}
	for _, name := range slices.Sorted(maps.Keys(seeds)) {
		for _, id := range seeds[name] {
			f.Add(name, id)
		}
	}
	f.Fuzz(func(t *testing.T, name, id string) {
		// A list that does not show a membership is waited for.
		synctest.Test(t, func(t *testing.T) { importWhateverIsGiven(t, name, id) })
	})
}

func importWhateverIsGiven(t *testing.T, name, id string) {
	t.Helper()
	sim := acctest.NewSim(t)
	w := acctest.NewWorld(t, sim)
	people := populate(t, w)
	ty, ok := w.Core.Types()[name]
	if !ok {
		return
	}
	// Core passes on what is UTF-8, in one normal form.
	id = cty.NormalizeString(strings.ToValidUTF8(people.fill(id), "\ufffd"))
	if id == "" {
		return // core refuses it
	}
	if strings.HasPrefix(name, "clerk_instance_") && id == "this" {
		return // settings, which every instance has, and some of which are read by a PATCH of nothing
	}
	leadsTo := keyed(w, strings.TrimPrefix(id, "key:"))
	if organization, user, both := strings.Cut(id, "/"); both && ty.Name == "clerk_organization_membership" {
		leadsTo = append(append(leadsTo, people.leadsTo(organization)...), people.leadsTo(user)...)
		leadsTo = append(leadsTo, user, "+"+user) // a + or a - before an id is an operator
	}
	if _, value, keyed := strings.Cut(id, ":"); keyed {
		leadsTo = append(leadsTo, value, strings.ToLower(strings.TrimSpace(value)))
	}
	leadsTo = append(leadsTo, strings.ToLower(strings.TrimSpace(id))) // Clerk has addresses in lowercase
	before := len(sim.Requests())
	walk, err := w.Core.Walk()
	w.Must(err)
	state, err := walk.Import(ty, id, cty.NilVal)
	for _, r := range sim.Requests()[before:] {
		if r.Operation == "GET /instance" {
			continue
		}
		if r.Method != http.MethodGet || !mayAsk(ty.Name, r.Operation) {
			t.Errorf("%q asks for %s %s (%s)", id, r.Method, r.Path, r.Operation)
		}
		people.checkGiven(t, id, r.Path, r.Query, leadsTo...)
	}
	if err != nil || state == nil {
		if people.has(ty.Name, id) {
			t.Errorf("%q is there, and is not imported: %v", id, err)
		}
		return
	}
	attribute := func(name string) string { return state.Value.GetAttr(name).AsString() }
	switch ty.Name {
	case "clerk_user":
		if attribute("id") != id && !people.named(attribute("id"), id) {
			t.Errorf("%q imports the user %s", id, attribute("id"))
		}
	case "clerk_email_address", "clerk_phone_number":
		both := attribute("user_id") + "/" + attribute("id")
		if byValue := people.owns(attribute("user_id"), id); id != both && !byValue && (id != attribute("id") || attribute("user_id") != people.ada.ID) {
			t.Errorf("%q imports %s", id, both)
		}
	case "clerk_organization_membership":
		if attribute("organization_id") != people.acme.ID || attribute("user_id") != people.ada.ID || !people.joins(id, people.ada.ID) {
			t.Errorf("%q imports the membership of %s in %s", id, attribute("user_id"), attribute("organization_id"))
		}
	case "clerk_organization":
		if attribute("id") != id && !slices.Contains([]string{"acme", "slug:acme"}, id) {
			t.Errorf("%q imports the organization %s", id, attribute("id"))
		}
	case "clerk_organization_metadata":
		if attribute("organization_id") != id && !slices.Contains([]string{"acme", "slug:acme"}, id) {
			t.Errorf("%q imports the metadata of %s", id, attribute("organization_id"))
		}
	case "clerk_user_metadata":
		if attribute("user_id") != id && !people.named(attribute("user_id"), id) {
			t.Errorf("%q imports the metadata of %s", id, attribute("user_id"))
		}
	case "clerk_organization_permission", "clerk_organization_role", "clerk_role_set": // every instance has some
		if given := strings.TrimPrefix(id, "key:"); given != attribute("key") && id != attribute("id") {
			t.Errorf("%q imports %s", id, attribute("key"))
		}
	default:
		t.Errorf("%q imports a %s where there is none", id, ty.Name)
	}
}

// keyed are the ids of the objects that have a key.
func keyed(w *acctest.World, key string) (ids []string) {
	for _, objects := range w.Everything() {
		for id, object := range objects {
			var has struct{ Key string }
			if json.Unmarshal([]byte(object), &has) == nil && has.Key == key && key != "" {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// checkGiven demands that a request names nothing but what was given for an id, or what
// that leads to.
func (p people) checkGiven(t *testing.T, id, path, query string, leadsTo ...string) {
	t.Helper()
	given := append(append(strings.Split(id, "/"), id), leadsTo...)
	for _, part := range given {
		given = append(given, strings.TrimSpace(part))
	}
	if slices.Contains([]string{p.ada.EmailAddresses[0].ID, p.ada.PhoneNumbers[0].ID}, id) {
		// Her address leads to her.
		given = append(given, p.ada.ID, p.ada.EmailAddresses[0].EmailAddress, p.ada.PhoneNumbers[0].PhoneNumber)
	}
	given = append(given, p.leadsTo(id)...)
	if organization, of, ok := strings.Cut(id, "/"); ok {
		given = append(append(given, p.leadsTo(organization)...), strings.ToLower(strings.TrimSpace(of)))
	}
	for n, segment := range strings.Split(path, "/")[2:] {
		allowed := given
		if n%2 == 1 {
			allowed = []string{"domains", "invitations", "memberships"} // of the organization
		}
		if named, err := url.PathUnescape(segment); err != nil || !slices.Contains(allowed, named) {
			t.Errorf("%q asks for %s", id, path)
		}
	}
	values, err := url.ParseQuery(query)
	values.Del("status") // of invitations: pending
	values.Del("limit")
	values.Del("paginated") // templates have no filter by name
	for name, all := range values {
		value := all[0]
		if name == "external_id" {
			value = strings.TrimPrefix(value, "+")
		}
		// An empty filter may mean all users.
		if err != nil || len(all) != 1 || strings.TrimSpace(value) == "" || !slices.Contains(given, all[0]) {
			t.Errorf("%q asks for %s by %s=%q", id, path, name, all)
		}
	}
}

// leadsTo are the value in a key, such as email:ada@example.com, and the ids of what has it.
func (p people) leadsTo(key string) (to []string) {
	if kind, value, keyed := strings.Cut(key, ":"); keyed && kind == "external_id" {
		to = append(to, "+"+value) // a + or a - before it is an operator
	} else if keyed {
		to = append(to, value, strings.TrimSpace(value))
	}
	for _, user := range []*clerk.User{p.ada, p.grace} {
		if p.named(user.ID, key) || p.owns(user.ID, key) {
			to = append(to, user.ID)
		}
	}
	if slices.Contains([]string{"acme", "slug:acme"}, key) {
		to = append(to, p.acme.ID)
	}
	return to
}

// joins reports whether the id of a membership names Acme, and the user.
func (p people) joins(id, userID string) bool {
	organization, user, _ := strings.Cut(id, "/")
	return slices.Contains([]string{p.acme.ID, "acme", "slug:acme"}, organization) && (user == userID || p.named(userID, user))
}

// has reports whether the id or key is that of an object of the type.
func (p people) has(resource, id string) bool {
	email, phone := p.ada.EmailAddresses[0].ID, p.ada.PhoneNumbers[0].ID
	return map[string]bool{
		"clerk_user":                  id == p.ada.ID || id == p.grace.ID || p.named(p.ada.ID, id) || p.named(p.grace.ID, id),
		"clerk_user_metadata":         id == p.ada.ID || id == p.grace.ID || p.named(p.ada.ID, id) || p.named(p.grace.ID, id),
		"clerk_organization_metadata": id == p.acme.ID || id == "acme" || id == "slug:acme",
		// What a name may have around it, an import of a membership may refuse.
		"clerk_organization_membership": !strings.ContainsFunc(id, unicode.IsSpace) && p.joins(id, p.ada.ID),
		"clerk_email_address":           id == email || id == p.ada.ID+"/"+email,
		"clerk_phone_number":            id == phone || id == p.ada.ID+"/"+phone,
	}[resource]
}

// owns reports whether an id is an address or a number of the user, alone or after the
// user's id.
func (p people) owns(userID, id string) bool {
	user := p.ada
	if userID != user.ID {
		user = p.grace
	}
	value := strings.ToLower(strings.TrimPrefix(id, userID+"/"))
	return value == user.EmailAddresses[0].EmailAddress || value == user.PhoneNumbers[0].PhoneNumber
}

// named reports whether a user has the key, such as email:ada@example.com.
func (p people) named(userID, key string) bool {
	user := p.ada
	if userID != user.ID {
		user = p.grace
	}
	kind, value, prefixed := strings.Cut(key, ":")
	folded := strings.ToLower(strings.TrimSpace(value))
	if !prefixed {
		bare := strings.ToLower(strings.TrimSpace(key))
		return slices.Contains([]string{user.EmailAddresses[0].EmailAddress, user.PhoneNumbers[0].PhoneNumber, *user.Username}, bare)
	}
	switch kind {
	case "email":
		return folded == user.EmailAddresses[0].EmailAddress
	case "phone":
		return folded == user.PhoneNumbers[0].PhoneNumber
	case "username":
		return folded == *user.Username
	case "external_id":
		return value == *user.ExternalID
	}
	return false
}
