package functions_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/functions"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// token is a token with the claims, whose signature is wrong.
func token(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode([]byte(claims)) + "." + encode([]byte("no signature"))
}

func TestAccDecodesTheClaimsOfATokenWithoutVerifyingIt(t *testing.T) {
	t.Parallel()
	jwt := token(`{"sub":"user_1","exp":1,"big":9007199254740993,"huge":123456789012345678901234567890,"fraction":0.1,"ok":true,"none":null,"org":{"id":"org_1","per":["a",2]},"":"empty"}`)
	acctest.New(t).Run(resource.TestStep{
		Config: `
locals {
  claims = provider::clerk::jwt_claims("` + jwt + `")
}
output "text" { value = "${local.claims.big} ${local.claims.huge} ${local.claims.fraction} ${local.claims.org.per[1] + 1}" }
output "json" { value = jsonencode(local.claims) }
output "none" { value = local.claims.none == null }
output "absent" { value = try(local.claims.sid, "absent") }
`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("text", knownvalue.StringExact("9007199254740993 123456789012345678901234567890 0.1 3")),
			statecheck.ExpectKnownOutputValue("json", knownvalue.StringExact(
				`{"":"empty","big":9007199254740993,"exp":1,"fraction":0.1,"huge":123456789012345678901234567890,"none":null,"ok":true,"org":{"id":"org_1","per":["a",2]},"sub":"user_1"}`)),
			statecheck.ExpectKnownOutputValue("none", knownvalue.Bool(true)),
			statecheck.ExpectKnownOutputValue("absent", knownvalue.StringExact("absent")),
		},
	})
}

func TestAccDecodesTheClaimsOfASessionToken(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	ctx := t.Context()
	user, err := i.Clerk.Users.Create(ctx, clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	session, err := i.Clerk.Sessions.Create(ctx, clerk.CreateSessionParams{UserID: user.ID})
	if err != nil {
		t.Fatal(err)
	}
	jwt, err := i.Clerk.Sessions.Token(ctx, session.ID, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	gives(t, `join(" ", [for c in ["sub", "sid", "v"] : provider::clerk::jwt_claims("`+jwt+`")[c]])`, knownvalue.StringExact(user.ID+" "+session.ID+" 2"))
	if err := i.Clerk.Users.Delete(ctx, user.ID); err != nil {
		t.Error(err)
	}
}

func TestAccSaysWhatIsWrongWithAToken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		argument string
		words    []string
	}{
		"not a token": {`"sess_1"`, []string{`"token"`, "three parts with dots between them, and this has 1"}},
		"not base64":  {`"a.!.c"`, []string{`"token"`, "second part of the token is not in base64url"}},
		"an array":    {`"` + token(`[1]`) + `"`, []string{`"token"`, "second part of the token is not a JSON object"}},
		"null":        {`null`, []string{`"token"`, "null"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fails(t, "provider::clerk::jwt_claims("+c.argument+")", c.words...)
		})
	}
}

// The claims of a token that must not be shown are not shown either.
func TestAccKeepsTheClaimsOfASensitiveTokenSensitive(t *testing.T) {
	t.Parallel()
	fails(t, `provider::clerk::jwt_claims(sensitive("`+token(`{"sub":"user_1"}`)+`")).sub`, "Output refers to sensitive values")
}

func TestAccKeepsTheClaimsOfAnEphemeralTokenEphemeral(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(resource.TestStep{
		Config: `
variable "token" {
  type      = string
  ephemeral = true
}
output "subject" { value = provider::clerk::jwt_claims(var.token).sub }`,
		ConfigVariables: config.Variables{"token": config.StringVariable(token(`{"sub":"user_1"}`))},
		PlanOnly:        true,
		ExpectError:     regexp.MustCompile(`(?i)ephemeral`),
	})
}

func TestAMalformedTokenIsAnErrorThatDoesNotRepeatIt(t *testing.T) {
	t.Parallel()
	for _, malformed := range []string{
		"", ".", "..", "a.b", "marker.marker.marker.marker", "marker.marker.marker.marker.marker", token("marker"), token("null"), token("[]"),
		token(`"marker"`), token(`{"marker":1`), token(`{} {}`), token(`{}marker`), token(`{"n":01}`), "a." + base64.StdEncoding.EncodeToString([]byte(`{"marker":12}`)) + ".c",
	} {
		got, err := call(t, functions.NewJWTClaims(), malformed)
		if err == nil {
			t.Errorf("%q gives %s", malformed, got)
		} else if strings.Contains(err.Text, "marker") {
			t.Errorf("%q: %s", malformed, err)
		}
	}
}

// Users have a say in claims, by their metadata. None of these may cost Terraform
// its time or its memory.
func TestAClaimThatIsOutOfAllProportionStaysText(t *testing.T) {
	t.Parallel()
	const levels = 5000
	for claims, want := range map[string]string{
		`{"n":1e400}`:        "",
		`{"n":1e1300}`:       "1e1300",
		`{"n":-1e99999999}`:  "-1e99999999",
		`{"n":1e-99999999}`:  "1e-99999999",
		`{"n":1e9999999999}`: "1e9999999999",
		`{"n":` + strings.Repeat("[", levels) + strings.Repeat("]", levels) + `}`: strings.Repeat("[", levels-99) + strings.Repeat("]", levels-99),
	} {
		v, err := call(t, functions.NewJWTClaims(), token(claims))
		if err != nil {
			t.Fatal(claims, err)
		}
		n := v.(types.Dynamic).UnderlyingValue().(types.Object).Attributes()["n"]
		for tuple, ok := n.(types.Tuple); ok; tuple, ok = n.(types.Tuple) {
			n = tuple.Elements()[0]
		}
		if s, ok := n.(types.String); ok != (want != "") || ok && s.ValueString() != want {
			t.Errorf("%.50s gives %.50s", claims, n)
		}
	}
}

func TestATokenIsReadWithSpaceAroundIt(t *testing.T) {
	t.Parallel()
	if _, err := call(t, functions.NewJWTClaims(), " "+token(`{}`)+"\n"); err != nil {
		t.Error(err)
	}
}

func FuzzJWTClaims(f *testing.F) {
	for _, claims := range []string{
		`{}`, `{"a":null}`, `{"a":[1,"b",{"c":[]}],"a":2}`, `{"n":1e400}`, `{"n":-1e-400}`, `{"n":1e999999999}`, `{"n":1e-999999999}`, `{"n":1e99999999999}`,
		`{"n":123456789012345678901234567890.5}`, `{"é":1,"e\u0301":2}`, `{"":{}}`, `{"a":"\ud800"}`, `{"a":"\u0000"}`, `[`, `null`,
	} {
		f.Add([]byte(claims))
	}
	f.Fuzz(func(t *testing.T, claims []byte) {
		got, failed := call(t, functions.NewJWTClaims(), token(string(claims)))
		var want map[string]any
		d := json.NewDecoder(strings.NewReader(string(claims)))
		d.UseNumber()
		if valid := json.Valid(claims) && d.Decode(&want) == nil && want != nil; valid != (failed == nil) {
			t.Fatalf("%q: %v, %v", claims, got, failed)
		}
		if failed != nil {
			return
		}
		back, err := json.Marshal(plain(t, got))
		if err != nil {
			t.Fatal(err)
		}
		normal, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		// Beyond these, numbers are rounded, or stay text.
		if len(claims) < 100 && !strings.ContainsAny(string(claims), "eE") && !attr.SameJSON(string(normal), string(back)) {
			t.Errorf("%s comes back as %s", normal, back)
		}
	})
}

// plain is a value as encoding/json would have decoded it.
func plain(t *testing.T, v fwattr.Value) any {
	t.Helper()
	switch v := v.(type) {
	case types.Dynamic:
		if v.IsNull() {
			return nil
		}
		return plain(t, v.UnderlyingValue())
	case types.Object:
		out := map[string]any{}
		for name, x := range v.Attributes() {
			out[name] = plain(t, x)
		}
		return out
	case types.Tuple:
		out := []any{}
		for _, x := range v.Elements() {
			out = append(out, plain(t, x))
		}
		return out
	case types.Number:
		return json.Number(v.ValueBigFloat().Text('g', 150))
	case types.String:
		return v.ValueString()
	case types.Bool:
		return v.ValueBool()
	}
	t.Fatalf("%s is a %s", v, v.Type(context.Background()))
	return nil
}
