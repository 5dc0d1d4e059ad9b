package conformance_test

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// foreign is metadata that the application owns, in each field.
const foreign = `{"application":{"seats":3}}`

const ownsAll = "an import takes all keys for owned"

var userMetadataSubject = metadataOf("user", []string{"public_metadata", "private_metadata", "unsafe_metadata"}, []drawnBlock{{"grace", `
	user_id         = clerk_user.grace.id
	public_metadata = jsonencode({ crm = "a-17" }) | jsonencode({ crm = { id = 17 } })`}}, func(w *acctest.World, n nth) map[string]cty.Value {
	return makeUsers(w, map[string]clerk.CreateUserParams{
		"owner": {EmailAddresses: []string{n.uniqueKey(anchor)}, PublicMetadata: []byte(foreign), PrivateMetadata: []byte(foreign), UnsafeMetadata: []byte(foreign)},
		"other": {EmailAddresses: []string{n.uniqueKey("other@example.com")}, PublicMetadata: []byte(foreign), PrivateMetadata: []byte(foreign), UnsafeMetadata: []byte(foreign)},
	})
})

var organizationMetadataSubject = metadataOf("organization", []string{"public_metadata", "private_metadata"}, []drawnBlock{{"globex", `
	organization_id = clerk_organization.globex.id
	public_metadata = jsonencode({ plan = "pro" }) | jsonencode({ plan = { id = 1 } })`}}, func(w *acctest.World, n nth) map[string]cty.Value {
	vars := map[string]cty.Value{}
	for name, slug := range map[string]string{"owner": "acme", "other": "globex"} {
		o, err := w.Clerk.Organizations.Create(w.TB.Context(), clerk.CreateOrganizationParams{
			Name: slug, Slug: rest.Value(n.uniqueKey(slug)), PublicMetadata: []byte(foreign), PrivateMetadata: []byte(foreign),
		})
		w.Must(err)
		vars[name] = cty.StringVal(o.ID)
	}
	return vars
})

// metadataOf is the subject of what owns keys of the metadata of users or organizations;
// prepare makes two of them.
func metadataOf(noun string, fields []string, drawn []drawnBlock, prepare func(w *acctest.World, n nth) map[string]cty.Value) *subject {
	var (
		id    = noun + "_id"
		merge = fmt.Sprintf("PATCH /%ss/{%s}/metadata", noun, id)
		full  = map[string]string{
			"public_metadata": `jsonencode({ plan = "pro", billing = { day = 1 } })`, "private_metadata": `jsonencode({ crm = "a-17" })`, "unsafe_metadata": `jsonencode({ theme = "dark" })`,
		}
		arguments = map[string]argument{
			"public_metadata":  {to: `jsonencode({ plan = "free" })`, outside: asks(merge, `{"public_metadata":{"billing":{"day":2}}}`)},
			"private_metadata": {to: `jsonencode({ crm = { id = "a-17" } })`, outside: asks(merge, `{"private_metadata":{"crm":null}}`)},
			"unsafe_metadata": {
				to: `jsonencode({})`, outside: asks(merge, `{"unsafe_metadata":{"theme":{"dark":true}}}`),
				spelling: spelling{taken: "keys that it gives up are read no more"},
			},
		}
	)
	s := &subject{
		name: "clerk_" + noun + "_metadata", prepare: prepare, merges: merge, drawn: drawn,
		minimal: id + " = var.owner\npublic_metadata = jsonencode({ plan = \"pro\" })",
		full:    id + " = var.owner",
		arguments: map[string]argument{
			id: {to: `var.other`, replaces: true, noDrift: "it is what the object is of", spelling: spelling{none: "it is what the object is of"}},
		},
		agrees: map[string]func(held, asked cty.Value) bool{}, unimported: map[string]string{},
		object: func(w *acctest.World, state cty.Value) object {
			text, ok := w.Held(noun + "s")[attribute(state, id)]
			if !ok {
				return nil
			}
			o := parsed(text)
			for _, name := range fields {
				if !owns(string(o[name]), foreign) {
					w.TB.Fatalf("what the application owns is gone: %s", o[name])
				}
			}
			o[id] = o["id"]
			return o
		},
		stays:         "the " + noun + ", " + map[string]string{"user": "who", "organization": "which"}[noun] + " is managed elsewhere, with the keys of others",
		remains:       "a deleted " + noun + " is not created again: the next apply says that there is none",
		id:            []string{id},
		clears:        "an argument that leaves the configuration takes its keys along, and no others: every rung checks that",
		importDiffers: "an import takes all keys that the " + noun + " has for owned, and the plan shows those that the configuration does not list",
		unlisted:      "a list of it would be that of the " + noun + "s, and an import owns all of their keys",
		unread:        "the data source of the " + noun + " has its metadata",
		draw: func(rt *rapid.T, vars map[string]cty.Value, _ cty.Value) map[string]cty.Value {
			values := map[string]cty.Value{id: vars["owner"]}
			always := rapid.IntRange(0, len(fields)-1).Draw(rt, "always")
			for i, name := range fields {
				if i == always || rapid.Bool().Draw(rt, "mentions "+name) {
					values[name] = cty.StringVal(drawOwned(rt))
				}
			}
			return values
		},
		changeOutside: func(rt *rapid.T, w *acctest.World, state cty.Value) error {
			m := rapid.SampledFrom([]string{
				`{"a":null}`, `{"a":1,"outside":true}`, `{"b":{"deep":2}}`, `{"b":{"deep":null,"x":1}}`, `{"b":"y"}`, `{"outside":null}`, `{"crm":"theirs"}`,
			}).Draw(rt, "merged")
			return asks(merge, fmt.Sprintf(`{"public_metadata":%s,%q:%[1]s}`, m, fields[len(fields)-1]))(w, state)
		},
	}
	for _, name := range fields {
		s.full += "\n" + name + " = " + full[name]
		s.arguments[name], s.agrees[name], s.unimported[name] = arguments[name], ownsValue, ownsAll
	}
	return s
}

// drawOwned draws keys to own. A null would remove a key, so there is none.
func drawOwned(rt *rapid.T) string {
	leaves := []any{1, json.Number("9007199254740993"), json.Number("9007199254740992"), "x", true, []any{1, nil}, map[string]any{}, map[string]any{"deep": 1}, map[string]any{"deep": map[string]any{"er": "y"}, "x": 2}}
	object := map[string]any{}
	for _, key := range []string{"a", "b", "ä ö"} {
		if rapid.Bool().Draw(rt, "owns "+key) {
			object[key] = rapid.SampledFrom(leaves).Draw(rt, key)
		}
	}
	b, err := json.Marshal(object)
	if err != nil {
		rt.Fatalf("%v", err)
	}
	return string(b)
}

func ownsValue(held, asked cty.Value) bool { return owns(held.AsString(), asked.AsString()) }

// owns reports whether an object has all that another mentions.
func owns(held, asked string) bool {
	h, notHeld := exact(held)
	a, notAsked := exact(asked)
	return notHeld == nil && notAsked == nil && within(h, a)
}

func within(held, asked any) bool {
	wants, isObject := asked.(map[string]any)
	has, wasObject := held.(map[string]any)
	if !isObject || !wasObject {
		return reflect.DeepEqual(held, asked)
	}
	for key, v := range wants {
		if h, ok := has[key]; !ok || !within(h, v) {
			return false
		}
	}
	return true
}
