package clerk_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func TestTheAPIURLIsTakenWithOrWithoutVersionAndSlash(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":                              "https://api.clerk.com/v1/instance",
		"https://api.clerk.com":         "https://api.clerk.com/v1/instance",
		"https://api.clerk.com/":        "https://api.clerk.com/v1/instance",
		"https://api.clerk.com/v1":      "https://api.clerk.com/v1/instance",
		"https://api.clerk.com/v1/":     "https://api.clerk.com/v1/instance",
		" https://api.clerk.com\n":      "https://api.clerk.com/v1/instance",
		"https://gateway.test/clerk/":   "https://gateway.test/clerk/v1/instance",
		"https://gateway.test/clerk/v1": "https://gateway.test/clerk/v1/instance",
		"HTTPS://api.clerk.com":         "https://api.clerk.com/v1/instance",
		"http://localhost:8080":         "http://localhost:8080/v1/instance",
		"http://127.0.0.1:8080/v1/":     "http://127.0.0.1:8080/v1/instance",
		"http://127.255.0.3":            "http://127.255.0.3/v1/instance",
		"http://[::1]:8080":             "http://[::1]:8080/v1/instance",
	} {
		var sent string
		client := fake(t, func(r *http.Request) (*http.Response, error) {
			sent = r.URL.String()
			return reply(http.StatusOK, `{}`)
		}, func(c *rest.Config) { c.BaseURL = given })
		if _, err := client.Instance.Get(t.Context()); err != nil {
			t.Errorf("%q: %v", given, err)
		}
		if sent != want {
			t.Errorf("%q leads to %s, want %s", given, sent, want)
		}
	}
}

func TestAnAPIURLThatCouldGiveTheKeyAwayIsRefused(t *testing.T) {
	t.Parallel()
	for given, mention := range map[string]string{
		"http://api.clerk.com":                    "https://",
		"http://127.0.0.1.example.com":            "https://",
		"http://localhost.example.com":            "https://",
		"http://notlocalhost":                     "https://",
		"http://0.0.0.0":                          "https://",
		"http://10.0.0.1":                         "https://",
		"http://localhost@example.com":            "user name",
		"https://user:hunter2@api.clerk.com":      "user name",
		"https://api.clerk.com?key=hunter2":       "query",
		"https://api.clerk.com/v1?":               "query",
		"https://api.clerk.com/#hunter2":          "fragment",
		"https://api.clerk.com#":                  "fragment",
		"ftp://api.clerk.com":                     "https://",
		"api.clerk.com":                           "host",
		"https://":                                "host",
		"https:api.clerk.com":                     "host",
		"https://user:hunter2@api.clerk.com:port": "not a URL",
		"://hunter2":                              "not a URL",
	} {
		_, err := clerk.New(rest.Config{SecretKey: secretKey, BaseURL: given})
		bad, ok := rest.AsConfigError(err)
		if !ok || bad.Field != "api_url" {
			t.Errorf("%q: %v, want a refusal of api_url", given, err)
			continue
		}
		mentions(t, err, mention)
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: the error repeats the secret: %v", given, err)
		}
	}
}

func TestAKeyThatIsNotASecretKeyIsRefusedByTheNameOfTheMistake(t *testing.T) {
	t.Parallel()
	for key, mention := range map[string]string{
		"":                           "empty",
		" \n":                        "empty",
		"pk_test_c2VjcmV0":           "publishable key",
		"pk_live_c2VjcmV0":           "publishable key",
		"sk_test_c2Vj\ncmV0":         "line break",
		"sk_test_c2Vj cmV0":          "space",
		"sk_test_c2Vj\x00cmV0":       "character that no key has",
		"sk_test_c2Vjé":              "character that no key has",
		"ak_c2VjcmV0":                "not a secret key of a Clerk instance",
		"\"sk_test_c2VjcmV0\"":       "not a secret key of a Clerk instance",
		"Bearer sk_test_c2VjcmV0abc": "space",
	} {
		_, err := clerk.New(rest.Config{SecretKey: key})
		bad, ok := rest.AsConfigError(err)
		if !ok || bad.Field != "secret_key" {
			t.Errorf("%q: %v, want a refusal of secret_key", key, err)
			continue
		}
		mentions(t, err, mention)
		if strings.Contains(err.Error(), "c2Vj") {
			t.Errorf("the error repeats the key: %v", err)
		}
	}
}

func TestANewlineAfterTheKeyIsTrimmed(t *testing.T) {
	t.Parallel()
	for _, key := range []string{secretKey + "\n", secretKey + "\r\n", " " + secretKey} {
		client := fake(t, func(r *http.Request) (*http.Response, error) {
			if got := r.Header.Get("Authorization"); got != "Bearer "+secretKey {
				t.Errorf("Authorization of %q is %q", key, got)
			}
			return reply(http.StatusOK, aUser)
		}, func(c *rest.Config) { c.SecretKey = key })
		if err := get(t.Context(), client); err != nil {
			t.Error(err)
		}
	}
}

func TestTheKeyTellsTheEnvironment(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{"sk_test_a": "development", "sk_live_a": "production"} {
		client := newClient(t, func(c *rest.Config) { c.SecretKey = key })
		if got := client.Environment(); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}
