package clerk_test

import (
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// An address is refused, or it is where every request goes: over https, or to
// this machine.
func FuzzAPIURL(f *testing.F) {
	for _, seed := range []string{
		"", " ", "https://api.clerk.com", "https://api.clerk.com/v1/", "HTTPS://api.clerk.com//v1//", "https://gateway.test/a%2Fb/v1/v1", "https://gateway.test/../v1",
		"http://localhost:8080", "http://LOCALHOST", "http://127.0.0.1", "http://127.0.0.1.example.com", "http://[::1]:80", "http://[::ffff:127.0.0.1]", "http://0177.0.0.1",
		"http://[::1%25lo]/", "https://[fe80::1%25eth0]/", "https://%C3%A9.example.com", "https://bücher.example", `https://a"b<c>`, "https://user:hunter2@example.com", "https://example.com#", "https://example.com?",
		"https:", "https://", "https://:443", "https://example.com:", "https://a\\@b", "//example.com", "\x00", "%",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		sent := sentTo(t, given)
		if sent == nil {
			return
		}
		u, err := url.Parse(strings.TrimSpace(given))
		if err != nil || strings.TrimSpace(given) == "" {
			u = &url.URL{Scheme: "https", Host: "api.clerk.com"}
		}
		if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
			t.Errorf("%q is taken, and a part of it dropped", given)
		}
		if sent.Host != strings.TrimSuffix(u.Host, ":") || sent.Scheme != u.Scheme || sent.User != nil || sent.RawQuery != "" || sent.Fragment != "" || !strings.HasSuffix(sent.EscapedPath(), "/v1/instance") {
			t.Errorf("%q leads to %s", given, sent)
		}
		if ip, _ := netip.ParseAddr(sent.Hostname()); sent.Scheme != "https" && (sent.Scheme != "http" || sent.Hostname() != "localhost" && !ip.IsLoopback()) {
			t.Errorf("%q sends the key in clear to %s", given, sent)
		}
		base := strings.TrimSuffix(sent.String(), "/instance")
		if again := sentTo(t, base); again == nil || again.String() != sent.String() {
			t.Errorf("%q is %s, and that is %s", given, base, again)
		}
	})
}

// sentTo is where a request of a client with the api_url goes; nil if the api_url
// is refused, which must not repeat it: it may hold a password.
func sentTo(t *testing.T, base string) (sent *url.URL) {
	t.Helper()
	over := transport(func(r *http.Request) (*http.Response, error) {
		sent = r.URL
		return reply(http.StatusOK, `{}`)
	})
	client, err := clerk.New(rest.Config{SecretKey: secretKey, BaseURL: base, Transport: over})
	if err != nil {
		if bad, ok := rest.AsConfigError(err); !ok || bad.Field != "api_url" || len(base) > len(rest.DefaultBaseURL) && strings.Contains(err.Error(), base) {
			t.Errorf("%q: %v", base, err)
		}
		return nil
	}
	if _, err := client.Instance.Get(t.Context()); err != nil || sent == nil {
		t.Fatalf("%q is taken, but no request can be sent there: %v", base, err)
	}
	return sent
}

// A key is refused without being repeated, or sent as it is but for space around it.
func FuzzSecretKey(f *testing.F) {
	const marker = "c2VjcmV0"
	for _, seed := range []string{"", "sk_test_", "sk_live_", "pk_test_", "sk_test_a\n", "sk_test_a\r\nHost: b", "Bearer sk_test_", "\ufeffsk_test_", "sk_test_é", "SK_TEST_", "sk_test_\x7f"} {
		f.Add(seed, "")
		f.Add(seed, "\u00a0\n")
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		key := before + marker + after
		sent := ""
		client, err := clerk.New(rest.Config{SecretKey: key, Transport: transport(func(r *http.Request) (*http.Response, error) {
			sent = r.Header.Get("Authorization")
			return reply(http.StatusOK, aUser)
		})})
		if err != nil {
			if bad, ok := rest.AsConfigError(err); !ok || bad.Field != "secret_key" || strings.Contains(err.Error(), marker) {
				t.Errorf("%q: %v", key, err)
			}
			return
		}
		if err := get(t.Context(), client); err != nil || sent != "Bearer "+strings.TrimSpace(key) {
			t.Errorf("%q is sent as %q (%v)", key, sent, err)
		}
		prefix := map[string]string{"development": "Bearer sk_test_", "production": "Bearer sk_live_"}[client.Environment()]
		if prefix == "" || !strings.HasPrefix(sent, prefix) || strings.ContainsFunc(sent[len("Bearer "):], func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("%q is taken for a key of %s", key, client.Environment())
		}
	})
}

// What a person typed is refused, or reaches Clerk as one segment of the path,
// and as what was typed.
func FuzzPathSegment(f *testing.F) {
	for _, seed := range []string{"", ".", "..", "...", "user_2abc", "../organizations/x", "a/b", "/", "//", "a?b=c", "a#b", "%2e%2e", "%", "a;b", `a\b`, "a\r\nHost: b", "\x00", "é", "\xff", "@example.com", ":80"} {
		for number := range len(byID()) {
			f.Add(uint8(number), seed)
		}
	}
	operations := byID()
	names := slices.Sorted(maps.Keys(operations))
	f.Fuzz(func(t *testing.T, number uint8, typed string) {
		typed = strings.ToValidUTF8(typed, "\ufffd") // as all of Terraform's strings are
		op := operations[names[int(number)%len(names)]]
		if op.area.nameFollows && strings.Contains(typed, "/") {
			return
		}
		seen := newRecord()
		client := fake(t, func(r *http.Request) (*http.Response, error) {
			seen.add(r)
			if r.URL.Scheme != "https" || r.URL.Host != "api.clerk.com" {
				t.Errorf("%q leads to %s", typed, r.URL)
			}
			return reply(http.StatusOK, anyAnswer(r.URL.EscapedPath()))
		})
		err := op.call(t.Context(), client, typed)
		requests := seen.all()
		if refused := typed == "" || typed == "." || typed == ".."; refused != (err != nil) || refused != (len(requests) == 0) {
			t.Fatalf("%q: %v, and %v was sent", typed, err, requests)
		} else if refused {
			return
		}
		// As a server reads it.
		got, err := url.ParseRequestURI(requests[0].uri)
		if err != nil {
			t.Fatalf("%q is sent as %q: %v", typed, requests[0].uri, err)
		}
		path, query, _ := strings.Cut(op.path, "?")
		want, has := strings.Split(path, "/"), strings.Split(got.EscapedPath(), "/")
		if len(has) != len(want) || got.RawQuery != query {
			t.Fatalf("%q is sent as %s, in place of one segment of %s", typed, requests[0].uri, op.path)
		}
		for i, segment := range has {
			plain, err := url.PathUnescape(segment)
			if expected := strings.Replace(want[i], "%s", typed, 1); err != nil || plain != expected {
				t.Errorf("%q reads as %q, want %q (%v)", segment, plain, expected, err)
			}
		}
	})
}
