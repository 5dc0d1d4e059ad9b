package clerk_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// identified is an operation whose path holds what a person typed: the path that Clerk must see, %s being the segment.
type identified struct {
	area area
	path string
	call func(ctx context.Context, c *clerk.Client, typed string) error
}

// byID are all such operations.
func byID() map[string]identified {
	out := map[string]identified{}
	for name, o := range calls(bareOf, againOf, getsOf, func(a area) map[string]call { return a.once }) {
		if !strings.Contains(name, "{") {
			continue
		}
		_, path, _ := strings.Cut(name, " ")
		if last := strings.LastIndex(path, "{"); strings.Index(path, "{") < last {
			path = strings.Replace(path, parameter.FindString(path), "parent_1", 1)
		}
		out[name] = identified{o.area, "/v1" + parameter.ReplaceAllString(path, "%s"), func(ctx context.Context, c *clerk.Client, typed string) error {
			_, err := o.call(ctx, c, about(name, typed))
			return err
		}}
	}
	return out
}

// templates match the paths of all operations that name an object, escaped.
var templates = sync.OnceValue(func() (all []*regexp.Regexp) {
	for _, o := range byID() {
		path, _, _ := strings.Cut(o.path, "?")
		path = strings.Replace(path, "parent_1", "%s", 1)
		all = append(all, regexp.MustCompile("^"+strings.ReplaceAll(path, "%s", "([^/]+)")+"$"))
	}
	// The longest first, so that a word of one is not taken for the id of another.
	slices.SortFunc(all, func(a, b *regexp.Regexp) int { return cmp.Compare(len(b.String()), len(a.String())) })
	return all
})

// anyAnswer is an empty list, a token, and an object with the ids that the escaped path names.
func anyAnswer(path string) string {
	parent, id := "org_1", "made"
	for _, template := range templates() {
		if found := template.FindStringSubmatch(path); found != nil {
			id, _ = url.PathUnescape(found[len(found)-1])
			if len(found) > 2 {
				parent, _ = url.PathUnescape(found[1])
			}
			break
		}
	}
	named, _ := json.Marshal(id)
	of, _ := json.Marshal(parent)
	return fmt.Sprintf(`{"data":[],"jwt":"j","svix_url":"u","secret":"s","client_secret":"s","api_key":"k","url":"u","organization":{"id":%[1]s},
		"from_machine_id":%[1]s,"to_machine_id":%[2]s,"agent_task_id":%[2]s,"id":%[2]s}`, of, named)
}

func TestASegmentOfAPathStaysOneSegment(t *testing.T) {
	t.Parallel()
	segments := map[string]string{ // as typed, as sent
		"user_2abc":          "user_2abc",
		"../organizations/x": "..%2Forganizations%2Fx",
		"a/b":                "a%2Fb",
		"user_1?foo=bar":     "user_1%3Ffoo=bar",
		"user_1#x":           "user_1%23x",
		"100%":               "100%25",
		"%2e%2e":             "%252e%252e",
		"...":                "...",
		"two words":          "two%20words",
		"a\r\nHost: b":       "a%0D%0AHost:%20b",
		`a\b`:                "a%5Cb",
		"é":                  "%C3%A9",
	}
	for name, op := range byID() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := newRecord()
			client := serve(t, func(w http.ResponseWriter, r *http.Request) {
				seen.add(r)
				w.Write([]byte(anyAnswer(r.URL.EscapedPath()))) //nolint:errcheck // the client reports what it misses
			})
			for typed, sent := range segments {
				if op.area.nameFollows && strings.Contains(typed, "/") {
					continue
				}
				if err := op.call(t.Context(), client, typed); err != nil {
					t.Errorf("%q: %v", typed, err)
				}
				requests := seen.all()
				want := strings.Replace(op.path, "%s", sent, 1)
				if got := requests[len(requests)-1].uri; got != want {
					t.Errorf("%q reached the wire as %s, want %s", typed, got, want)
				}
			}
		})
	}
}

func TestAnEmptyOrDotSegmentIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	for name, op := range byID() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				t.Errorf("%s %s was sent", r.Method, r.RequestURI)
			})
			for _, segment := range []string{"", ".", ".."} {
				if err := op.call(t.Context(), client, segment); err == nil {
					t.Errorf("%q was not refused", segment)
				}
			}
		})
	}
}

// Such as that of GET /users/count to a read of the user count. Lists name no object, nor do the instance and its settings.
func TestAnAnswerOfAnotherObjectIsAnError(t *testing.T) {
	t.Parallel()
	named := false // the last request named the object, and did not look for it in a list
	client := fake(t, func(r *http.Request) (*http.Response, error) {
		named = strings.Contains(r.URL.Path, anyID) && !strings.Contains(r.URL.RawQuery, anyID)
		return reply(http.StatusOK, `{"id":"another"}`)
	})
	kinds := 0
	everyMethod(t, client, func() { named = false }, func(name string, err error) {
		if !named || !strings.HasSuffix(name, ".Get") {
			return
		}
		kinds++
		if rest.ReasonOf(err) != rest.Unreadable || !strings.Contains(err.Error(), `"another"`) {
			t.Errorf("%s of what was not asked for: %v", name, err)
		}
	})
	if kinds < 6 {
		t.Errorf("only %d areas have a Get", kinds)
	}
}
