package token_test

import (
	"encoding/json"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/token"
)

func TestShortcodes(t *testing.T) {
	for _, test := range []struct{ why, claim, want string }{
		{"text without shortcode", `"plain"`, `"plain"`},
		{"alone it keeps a string", `"{{user.first_name}}"`, `"Ada"`},
		{"space within the braces does not count", `"{{  user.first_name\t}}"`, `"Ada"`},
		{"alone it keeps a boolean", `"{{user.email_verified}}"`, `true`},
		{"alone it keeps a number", `"{{user.created_at}}"`, `1700000000123`},
		{"alone it keeps an object", `"{{user.organizations}}"`, `{"org_1":"org:admin"}`},
		{"alone it keeps null", `"{{user.last_name}}"`, `null`},
		{"a dot path leads into metadata", `"{{user.public_metadata.plan}}"`, `"gold"`},
		{"and to an array", `"{{user.public_metadata.deep.er}}"`, `["a",1]`},
		{"not into an array", `"{{user.public_metadata.deep.er.0}}"`, `null`},
		{"not into a string", `"{{user.first_name.x}}"`, `null`},
		{"missing metadata is null", `"{{user.public_metadata.nope.nope}}"`, `null`},
		{"numbers keep their digits", `"{{user.public_metadata.big}}"`, `12345678901234567890`},
		{"also outside shortcodes", `98765432109876543210.10`, `98765432109876543210.10`},

		{"interpolated it becomes text", `"Hi {{user.first_name}}!"`, `"Hi Ada!"`},
		{"space around it is text as well", `" {{user.first_name}}"`, `" Ada"`},
		{"several in one string", `"{{user.first_name}}{{user.id}}"`, `"Adauser_1"`},
		{"a missing value becomes null text", `"x {{user.last_name}} {{user.nope}}"`, `"x null null"`},
		{"a boolean becomes text", `"{{user.email_verified}}."`, `"true."`},
		{"a number becomes text with its digits", `"{{user.public_metadata.big}}:"`, `"12345678901234567890:"`},
		{"an object becomes JSON", `"{{user.organizations}}."`, `"{\"org_1\":\"org:admin\"}."`},
		{"text is not escaped", `"{{user.public_metadata.sign}}."`, `"<&>."`},
		{"a value is not evaluated again", `"{{user.public_metadata.code}}."`, `"{{user.id}}."`},

		{"an unknown name is null", `"{{user.nope}}"`, `null`},
		{"private metadata is not among the shortcodes", `"{{user.private_metadata.secret}}"`, `null`},
		{"an unknown namespace stays", `"{{organization.id}}"`, `"{{organization.id}}"`},
		{"also within text", `"a {{organization.id}} {{user.id}}"`, `"a {{organization.id}} user_1"`},
		{"also as one of several operands", `"{{organization.id || user.id}}"`, `"{{organization.id || user.id}}"`},
		{"org.* is null without an active organization", `"{{org.id}}"`, `null`},
		{"so is org_membership.*", `"{{org_membership.permissions}}"`, `null`},
		{"so is session.actor without impersonation", `"{{session.actor}}"`, `null`},

		{"the first operand that is there", `"{{user.first_name || 'nobody'}}"`, `"Ada"`},
		{"null gives way", `"{{user.last_name || 'nobody'}}"`, `"nobody"`},
		{"false gives way", `"{{user.two_factor_enabled || 'off'}}"`, `"off"`},
		{"the last stands even if it is false", `"{{user.last_name || user.two_factor_enabled}}"`, `false`},
		{"or null", `"{{user.two_factor_enabled||user.last_name}}"`, `null`},
		{"a number literal", `"{{user.last_name || user.nope || 3}}"`, `3`},
		{"keeps its digits", `"{{-1.50}}"`, `-1.50`},
		{"boolean and null literals", `"{{ null || false || true }}"`, `true`},
		{"quotes may hold anything but a quote", `"{{user.nope || 'a || }} b'}}"`, `"a || }} b"`},
		{"the empty string is a value", `"{{'' || 'x'}}"`, `""`},

		{"unclosed", `"{{user.id"`, `"{{user.id"`},
		{"empty", `"{{}}"`, `"{{}}"`},
		{"no operand after the bars", `"{{user.id ||}}"`, `"{{user.id ||}}"`},
		{"two operands without bars", `"{{user.id user.id}}"`, `"{{user.id user.id}}"`},
		{"an unclosed quote", `"{{'x}}"`, `"{{'x}}"`},
		{"an empty segment", `"{{user..id}}"`, `"{{user..id}}"`},
		{"a namespace alone", `"{{user}}"`, `"{{user}}"`},
		{"three braces hold a shortcode", `"{{{user.id}}}"`, `"{user_1}"`},

		{"objects and arrays are gone through",
			`{"a":["{{user.id}}",{"b":"{{user.nope}}"}],"{{user.id}}":1}`, `{"a":["user_1",{"b":null}],"{{user.id}}":1}`},
		{"other types stay", `[1,true,null]`, `[1,true,null]`},
	} {
		t.Run(test.why, func(t *testing.T) {
			claims, err := token.EvaluateClaims(json.RawMessage(`{"c":`+test.claim+`}`), newContext())
			if err != nil {
				t.Fatal(err)
			}
			if got := encode(t, claims["c"]); got != encode(t, json.RawMessage(test.want)) {
				t.Errorf("%s gives %s, want %s", test.claim, got, test.want)
			}
		})
	}
}

func TestShortcodesOfTheOrganizationAndTheActor(t *testing.T) {
	c := withOrganization(newContext())
	c.Actor = map[string]any{"sub": "user_2"}
	for claim, want := range map[string]string{
		`"{{org.id}} {{org.name}} {{org.slug}} {{org.role}}"`: `"org_1 Acme acme org:admin"`,
		`"{{org.nope}}"`:          `null`,
		`"{{session.actor}}"`:     `{"sub":"user_2"}`,
		`"{{session.actor.sub}}"`: `"user_2"`,
		`"{{org_membership.permissions}}"`: `["org:invoices:create","org:invoices:read",` +
			`"org:reports:read","org:sys_memberships:manage"]`,
	} {
		claims, err := token.EvaluateClaims(json.RawMessage(`{"c":`+claim+`}`), c)
		if err != nil {
			t.Fatal(err)
		}
		if got := encode(t, claims["c"]); got != want {
			t.Errorf("%s gives %s, want %s", claim, got, want)
		}
	}
}

func TestNumbersKeepTheirDigitsInTheSignedToken(t *testing.T) {
	keys := newKeys(t)
	signed, err := keys.TemplateToken(token.Template{Claims: json.RawMessage(`{"n":12345678901234567890}`)}, newContext())
	if err != nil {
		t.Fatal(err)
	}
	if _, claims := verify(t, signed, "RS256", publishedKey(t, keys)); claims["n"] != float64(12345678901234567890) {
		t.Errorf("n is %v, of type %T", claims["n"], claims["n"])
	}
}

func TestClaimsMustBeOneObject(t *testing.T) {
	for _, claims := range []string{``, `null`, `[]`, `"{{user.id}}"`, `{"a":1`, `{} {}`, `{}x`} {
		if _, err := token.EvaluateClaims(json.RawMessage(claims), newContext()); err == nil {
			t.Errorf("%q is accepted", claims)
		}
	}
}

func FuzzEvaluateClaims(f *testing.F) {
	for _, seed := range []string{
		`{"a":"{{user.id}}"}`, `{"a":"{{ user.nope || 'x' || 3 }} {{org.id}}"}`, `{"a":["{{{user.public_metadata.deep}}}"]}`,
		`{"a":"{{'}}"}`, `{"a":"{{user.|| }}{{"}`, `{"{{user.id}}":-1e400}`, `null`,
	} {
		f.Add([]byte(seed))
	}
	c := withOrganization(newContext())
	f.Fuzz(func(t *testing.T, claims []byte) {
		evaluated, err := token.EvaluateClaims(claims, c)
		if err != nil {
			return
		}
		if evaluated == nil {
			t.Error("neither claims nor an error")
		}
		if _, err := json.Marshal(evaluated); err != nil {
			t.Errorf("the claims cannot be encoded: %v", err)
		}
	})
}

func encode(t *testing.T, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
