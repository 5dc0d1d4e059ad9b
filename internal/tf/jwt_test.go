package tf_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

func TestClaimsOfATokenAreReadAndNotVerified(t *testing.T) {
	t.Parallel()
	encode := base64.RawURLEncoding.EncodeToString
	claims, err := tf.JWTClaims("e30." + encode([]byte(`{"sub":"user_1","exp":1767225600}`)) + ".nobody-signed-this")
	if err != nil || string(claims) != `{"sub":"user_1","exp":1767225600}` {
		t.Errorf("the claims are %s (%v)", claims, err)
	}
	if got := tf.JWTExpiry(claims).ValueString(); got != "2026-01-01T00:00:00Z" {
		t.Errorf("the expiry is %s", got)
	}
	if got := tf.JWTExpiry(json.RawMessage(`{}`)); !got.IsNull() {
		t.Errorf("the expiry of a token without one is %s", got)
	}
	for _, bad := range []string{"", "s3cret", "s3cret.s3cret", "a.s3cret!.c", "a." + encode([]byte("s3cret")) + ".c", "a." + encode([]byte("null")) + ".c", "a.b.c.d"} {
		if claims, err := tf.JWTClaims(bad); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("JWTClaims(%q) is %s, %v", bad, claims, err)
		}
	}
}

func TestJSONBecomesTerraformsOwnValues(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"b":[1,2.50,"x",null,true],"a":{}}`: `{"a":{},"b":[1,2.5,"x",<null>,true]}`,
		`[]`:                                  `[]`,
	} {
		v, err := tf.Dynamic(t.Context(), json.RawMessage(text))
		if err != nil || v.String() != want {
			t.Errorf("Dynamic(%s) is %s (%v), expected %s", text, v, err, want)
		}
	}
	large, err := tf.Dynamic(t.Context(), json.RawMessage(`12345678901234567890123`))
	if n, ok := large.UnderlyingValue().(types.Number); !ok || n.ValueBigFloat().Text('f', 0) != "12345678901234567890123" {
		t.Errorf("a large number is %s (%v)", large, err)
	}
	if v, err := tf.Dynamic(t.Context(), json.RawMessage(`{`)); err == nil {
		t.Errorf("half an object is %s", v)
	}
}

func TestAnInstantOfUnknownUnitIsReadAsSecondsOrMilliseconds(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{1767225600: "2026-01-01T00:00:00Z", 1767225600123: "2026-01-01T00:00:00.123Z"} {
		if got := tf.UnixTime(n).ValueString(); got != want {
			t.Errorf("UnixTime(%d) is %s, expected %s", n, got, want)
		}
	}
}
