package usermetadata_test

import (
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
		"no user":                           {`public_metadata = jsonencode({})`, "user_id", "as required"},
		"an empty user id":                  {"user_id = \"\"\npublic_metadata = jsonencode({})", "user_id =", `"" cannot be a name`},
		"a path for a user id":              {"user_id = \"../users\"\npublic_metadata = jsonencode({})", "user_id =", `cannot be a name`},
		"public metadata that is no JSON":   {`public_metadata = "plan"`, "public_metadata =", "is not JSON"},
		"private metadata that is no JSON":  {`private_metadata = "plan"`, "private_metadata =", "is not JSON"},
		"public metadata that is no object": {`public_metadata = jsonencode(["a"])`, "public_metadata =", "not an object"},
		"unsafe metadata that is null":      {`unsafe_metadata = jsonencode(null)`, "unsafe_metadata =", "not an object"},
		"a null":                            {`public_metadata = jsonencode({ plan = null })`, "public_metadata =", "null removes a key"},
		"a null inside":                     {`private_metadata = jsonencode({ a = { b = { c = null } } })`, "private_metadata =", "null removes a key"},
		"a null in unsafe metadata":         {`unsafe_metadata = "{\"a\":1,\"b\":null}"`, "unsafe_metadata =", "null removes a key"},
		"public metadata over 8 KB":         {`public_metadata = ` + large, "public_metadata =", "stores at most 8192"},
		"private metadata over 8 KB":        {`private_metadata = ` + large, "private_metadata =", "stores at most 8192"},
		"unsafe metadata over 8 KB":         {`unsafe_metadata = ` + large, "unsafe_metadata =", "stores at most 8192"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			lines := bad.lines
			if title != "no user" && bad.attribute != "user_id =" {
				lines += "\nuser_id = \"user_1\""
			}
			acctest.InProcess(t).ExpectRefused("resource \"clerk_user_metadata\" \"this\" {\n"+lines+"\n}", "clerk_user_metadata", bad.attribute, bad.detail)
		})
	}
}

func TestTakesNullInsideAnArray(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), `{}`)
	config := a.config(`public_metadata = jsonencode({ a = [1, null] })`)
	a.Drive(
		acctest.Step{Config: config, Check: a.holds(`{"a":[1,null]}`, `{}`, `{}`)},
	)
}

// A value that the plan does not know yet is checked before it is sent.
func TestRefusesANullThatThePlanDidNotKnow(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), app)
	config := func(value string) string {
		return "resource \"clerk_user\" \"grace\" {\n  external_id = \"" + value + "\"\n}\n" +
			a.config(`public_metadata = jsonencode({ tags = clerk_user.grace.id == "" ? 1 : `+value+` })`)
	}
	a.Drive(
		acctest.Step{
			Config: config("null"),
			Plan:   []string{"clerk_user.grace: create", address + ": create"},
			Fails:  []string{"public_metadata =", "null removes a key"},
			Check:  a.holds(app, app, app),
		},
		acctest.Step{Config: config("2"), Check: a.holds(`{"app":{"seen":true},"billing":{"seats":3},"tags":2}`, app, app)},
	)
}

func TestSaysThatTheKeysOfAllAreTooLarge(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), app)
	a.Drive(acctest.Step{
		Config: a.config(`unsafe_metadata = jsonencode({ x = join("", [for i in range(1020) : "abcdefgh"]) })`),
		Fails:  []string{"Could not create the metadata of user", a.id, "unsafe_metadata =", "422", "exceeds the maximum allowed size"},
	})
	a.expect(app, app, app)
}
