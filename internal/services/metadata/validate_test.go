package metadata_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestRefusesBadConfigurationsAtPlanTime(t *testing.T) {
	t.Parallel()
	const large = `jsonencode({ x = join("", [for i in range(1024) : "abcdefgh"]) })`
	for title, bad := range map[string]struct{ lines, attribute, detail string }{
		"no metadata at all":                {``, "At least one attribute out of", "must be specified"},
		"no owner":                          {`public_metadata = jsonencode({})`, "{id}", "as required"},
		"an empty id":                       {"{id} = \"\"\npublic_metadata = jsonencode({})", "{id} =", `"" cannot be a name`},
		"a path for an id":                  {"{id} = \"../users\"\npublic_metadata = jsonencode({})", "{id} =", `cannot be a name`},
		"public metadata that is no JSON":   {`public_metadata = "plan"`, "public_metadata =", "is not JSON"},
		"private metadata that is no JSON":  {`private_metadata = "plan"`, "private_metadata =", "is not JSON"},
		"public metadata that is no object": {`public_metadata = jsonencode(["a"])`, "public_metadata =", "not an object"},
		"unsafe metadata that is null":      {`unsafe_metadata = jsonencode(null)`, "unsafe_metadata =", "not an object"},
		"a null":                            {`public_metadata = jsonencode({ plan = null })`, "public_metadata =", "A key of the object is null"},
		"a null inside":                     {`private_metadata = jsonencode({ a = { b = { c = null } } })`, "private_metadata =", "A key of the object is null"},
		"a null in unsafe metadata":         {`unsafe_metadata = "{\"a\":1,\"b\":null}"`, "unsafe_metadata =", "A key of the object is null"},
		"public metadata over 8 KB":         {`public_metadata = ` + large, "public_metadata =", "stores at most 8192"},
		"private metadata over 8 KB":        {`private_metadata = ` + large, "private_metadata =", "stores at most 8192"},
		"unsafe metadata over 8 KB":         {`unsafe_metadata = ` + large, "unsafe_metadata =", "stores at most 8192"},
	} {
		for _, k := range kinds {
			if strings.HasPrefix(bad.attribute, "unsafe_metadata") && !slices.Contains(k.arguments, "unsafe_metadata") {
				continue
			}
			t.Run(k.noun+": "+title, func(t *testing.T) {
				t.Parallel()
				lines := bad.lines
				if !strings.HasPrefix(bad.attribute, "{id}") {
					lines += "\n{id} = \"some_1\""
				}
				of := strings.NewReplacer("{id}", k.noun+"_id")
				acctest.InProcess(t).ExpectRefused(of.Replace("resource \""+k.resource()+"\" \"this\" {\n"+lines+"\n}"), k.resource(), of.Replace(bad.attribute), bad.detail)
			})
		}
	}
}

func TestTakesNullInsideAnArray(t *testing.T) {
	t.Parallel()
	each(t, `{}`, func(_ *testing.T, a owner) {
		a.Drive(acctest.Step{Config: a.config(`public_metadata = jsonencode({ a = [1, null] })`), Check: a.holds(`{"a":[1,null]}`, `{}`, `{}`)})
	})
}

// A value that the plan does not know yet is checked before it is sent.
func TestRefusesANullThatThePlanDidNotKnow(t *testing.T) {
	t.Parallel()
	each(t, app, func(_ *testing.T, a owner) {
		config := func(value string) string {
			return "resource \"clerk_user\" \"grace\" {\n  external_id = \"" + value + "\"\n}\n" +
				a.config(`public_metadata = jsonencode({ tags = clerk_user.grace.id == "" ? 1 : `+value+` })`)
		}
		a.Drive(
			acctest.Step{
				Config: config("null"),
				Plan:   slices.Sorted(slices.Values(append(a.plans("create"), "clerk_user.grace: create"))),
				Fails:  []string{"public_metadata =", "A key of the object is null"},
				Check:  a.holds(app, app, app),
			},
			acctest.Step{Config: config("2"), Check: a.holds(`{"app":{"seen":true},"billing":{"seats":3},"tags":2}`, app, app)},
		)
	})
}

func TestSaysThatTheKeysOfAllAreTooLarge(t *testing.T) {
	t.Parallel()
	each(t, app, func(_ *testing.T, a owner) {
		a.Drive(acctest.Step{
			Config: a.config(`private_metadata = jsonencode({ x = join("", [for i in range(1020) : "abcdefgh"]) })`),
			Fails:  []string{"Could not create the metadata of " + a.noun, a.id, "private_metadata =", "422", "exceeds the maximum allowed size"},
		})
		a.expect(app, app, app)
	})
}
