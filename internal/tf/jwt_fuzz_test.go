package tf_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// The claims of a token are the object that it was made of, and when it expires is
// what they say, or nothing.
func FuzzJWT(f *testing.F) {
	for _, claims := range []string{
		`{}`, ` {"exp":1767225600}`, `{"exp":1.5}`, `{"exp":null}`, `{"exp":"1"}`, `{"exp":1e300}`, `{"exp":-1e300}`, `{"exp":253402300799.9}`, `{"exp":253402300800}`,
		`{"exp":1,"Exp":2}`, `{"EXP":1}`, `{"exp":1,"exp":2}`, `{"exp":1e999}`, `[]`, `null`, `{} {}`, `{`, "\xff",
	} {
		f.Add([]byte(claims), "e30", "AA")
	}
	f.Add([]byte(`{}`), "", "")
	f.Add([]byte(`{}`), "a.b", ".")
	f.Add([]byte(`{}`), "e30", "AA.AA")
	f.Fuzz(func(t *testing.T, claims []byte, header, signature string) {
		got, err := tf.JWTClaims(header + "." + base64.RawURLEncoding.EncodeToString(claims) + "." + signature)
		var in map[string]any
		valid := json.Valid(claims) && claims[bytes.IndexAny(claims, `{["ntf-0123456789`)] == '{' && !strings.Contains(header+signature, ".")
		if valid != (err == nil) || valid && !bytes.Equal(got, claims) {
			t.Fatalf("the claims %q are read as %q (%v)", claims, got, err)
		} else if !valid {
			return
		}
		expiry := tf.JWTExpiry(got)
		var seconds float64
		is := json.Unmarshal(claims, &in) == nil
		if is {
			seconds, is = in["exp"].(float64)
		}
		if is = is && seconds >= 0 && seconds < 253402300800; is == expiry.IsNull() && json.Unmarshal(claims, &in) == nil {
			t.Fatalf("%s expires at %s", claims, expiry)
		}
		if at, err := time.Parse(time.RFC3339, expiry.ValueString()); is && (err != nil || at.Unix() != int64(seconds)) {
			t.Errorf("%s expires at %s (%v)", claims, expiry, err)
		}
	})
}
