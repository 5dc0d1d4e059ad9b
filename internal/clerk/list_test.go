package clerk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// shelf serves a list of n objects in pages, as Clerk does, and keeps the
// queries it was asked.
type shelf struct {
	n       int
	object  bool // answer an object with data and total_count, not an array
	queries []url.Values
}

type item struct {
	ID string `json:"id"`
}

func (s *shelf) roundTrip(r *http.Request) (*http.Response, error) {
	q := r.URL.Query()
	s.queries = append(s.queries, q)
	limit, from := 10, 0
	if v := q.Get("limit"); v != "" {
		limit, _ = strconv.Atoi(v)
	}
	if v := q.Get("offset"); v != "" {
		from, _ = strconv.Atoi(v)
	}
	if v := strings.TrimPrefix(q.Get("starting_after"), "id_"); v != "" {
		after, _ := strconv.Atoi(v)
		from = after + 1
	}
	data := []item{}
	for i := from; i < min(from+limit, s.n); i++ {
		data = append(data, item{fmt.Sprintf("id_%d", i)})
	}
	var body any = data
	if s.object || q.Get("paginated") == "true" {
		body = map[string]any{"data": data, "total_count": s.n}
	}
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return reply(http.StatusOK, string(text))
}

func (s *shelf) ask(name string) []string {
	var out []string
	for _, q := range s.queries {
		out = append(out, q.Get(name))
	}
	return out
}

// paged is a list, and the shape of its answer: an object, unless it is an array, which has to be asked for, if it is paginated. cursor
// says that a page begins after the last object of the page before, and not at an offset.
type paged struct {
	array, cursor, paginated bool
	// list is the area's, unless another one is said.
	list func(ctx context.Context, c *clerk.Client) ([]string, error)
}

// lists are all the lists.
func lists() map[string]paged {
	out := map[string]paged{}
	for _, a := range areas {
		for name, p := range a.pages {
			if p.list == nil {
				p.list = a.list
			}
			out[name] = p
		}
	}
	return out
}

func TestAListIsReadToItsEndFiveHundredAPage(t *testing.T) {
	t.Parallel()
	for name, list := range lists() {
		for _, n := range []int{0, 1, 11, 499, 500, 501, 1000, 1234} {
			t.Run(fmt.Sprintf("%d %s", n, name), func(t *testing.T) {
				t.Parallel()
				s := &shelf{n: n, object: !list.array}
				got, err := list.list(t.Context(), fake(t, s.roundTrip))
				if err != nil {
					t.Fatal(err)
				}
				if len(got) != n || n > 0 && got[n-1] != fmt.Sprintf("id_%d", n-1) {
					t.Errorf("got %d objects", len(got))
				}
				pages := max(1, (n+499)/500)
				if list.array {
					pages = n/500 + 1 // an array's end shows by a page that is not full
				}
				if len(s.queries) != pages {
					t.Errorf("%d requests, want %d", len(s.queries), pages)
				}
				for i, q := range s.queries {
					if q.Get("limit") != "500" || q.Has("paginated") != list.paginated {
						t.Errorf("page %d was asked for with %s", i, q.Encode())
					}
					cursor, offset := "", ""
					if i > 0 && list.cursor {
						cursor = fmt.Sprintf("id_%d", 500*i-1)
					} else if i > 0 {
						offset = strconv.Itoa(500 * i)
					}
					if q.Get("starting_after") != cursor || q.Get("offset") != offset {
						t.Errorf("page %d was asked for with %s", i, q.Encode())
					}
				}
			})
		}
	}
}

func TestAPageThatTheServerCutIsNotTheEnd(t *testing.T) {
	t.Parallel()
	s := &shelf{n: 250, object: true}
	client := fake(t, func(r *http.Request) (*http.Response, error) {
		q := r.URL.Query()
		q.Set("limit", "100")
		r.URL.RawQuery = q.Encode()
		return s.roundTrip(r)
	})
	if got, err := lists()["organizations"].list(t.Context(), client); err != nil || len(got) != 250 {
		t.Errorf("got %d of 250 (%v)", len(got), err)
	}
}

func TestAnObjectWithoutATotalIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	page := `{"data":[` + strings.TrimSuffix(strings.Repeat(`{"id":"org"},`, 500), ",") + `]}`
	asked := 0
	client := fake(t, func(*http.Request) (*http.Response, error) {
		if asked++; asked == 3 {
			return reply(http.StatusOK, `{"data":[]}`)
		}
		return reply(http.StatusOK, page)
	})
	if got, err := lists()["organizations"].list(t.Context(), client); err != nil || len(got) != 1000 {
		t.Errorf("got %d of 1000 (%v)", len(got), err)
	}
}

func TestAListThatDoesNotMoveOnIsAnError(t *testing.T) {
	t.Parallel()
	page := `[` + strings.TrimSuffix(strings.Repeat(`{"id":"user_1"},`, 500), ",") + `]`
	client := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, page) })
	_, err := rest.Collect(client.Users.List(t.Context(), clerk.UserFilter{}))
	mentions(t, err, "GET /users", "user_1")
}

func TestAListThatIsLeftEarlyAsksForNoMore(t *testing.T) {
	t.Parallel()
	s := &shelf{n: 5000}
	seen := 0
	for _, err := range fake(t, s.roundTrip).Users.List(t.Context(), clerk.UserFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if seen++; seen == 501 {
			break
		}
	}
	if len(s.queries) != 2 {
		t.Errorf("%d requests, want 2", len(s.queries))
	}
}

func TestAListEndsWithItsError(t *testing.T) {
	t.Parallel()
	s := &shelf{n: 700}
	client := fake(t, func(r *http.Request) (*http.Response, error) {
		if len(s.queries) == 1 {
			return reply(http.StatusForbidden, "")
		}
		return s.roundTrip(r)
	})
	got, failed := 0, 0
	for _, err := range client.Users.List(t.Context(), clerk.UserFilter{}) {
		if err != nil {
			failed++
		} else {
			got++
		}
	}
	if got != 500 || failed != 1 {
		t.Errorf("%d users and %d errors, want 500 and 1", got, failed)
	}
	all, err := rest.Collect(client.Users.List(t.Context(), clerk.UserFilter{}))
	if all != nil || statusOf(err) != http.StatusForbidden {
		t.Errorf("half a list is no list: %d users, %v", len(all), err)
	}
}

func TestAFilterReachesEveryPageAndTheCount(t *testing.T) {
	t.Parallel()
	s := &shelf{n: 600}
	client := fake(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/v1/users/count" {
			s.queries = append(s.queries, r.URL.Query())
			return reply(http.StatusOK, `{"object":"total_count","total_count":600}`)
		}
		return s.roundTrip(r)
	})
	banned, before := false, int64(1700000000000)
	f := clerk.UserFilter{
		EmailAddresses: []string{"a+b@example.com", "c@example.com"}, OrganizationIDs: []string{"+org_1", "-org_2"},
		Query: "ada & co", Banned: &banned, CreatedAtBefore: &before, OrderBy: "+created_at",
	}
	if _, err := rest.Collect(client.Users.List(t.Context(), f)); err != nil {
		t.Fatal(err)
	}
	if n, err := client.Users.Count(t.Context(), f); n != 600 || err != nil {
		t.Errorf("counted %d, %v", n, err)
	}
	for i, q := range s.queries {
		if !slices.Equal(q["email_address"], f.EmailAddresses) || !slices.Equal(q["organization_id"], f.OrganizationIDs) ||
			q.Get("query") != f.Query || q.Get("banned") != "false" || q.Get("created_at_before") != "1700000000000" {
			t.Errorf("request %d has %s", i, q.Encode())
		}
	}
	if got := s.ask("order_by"); !slices.Equal(got, []string{"+created_at", "+created_at", ""}) {
		t.Errorf("order_by was %q; a count has none", got)
	}
}

func TestAnOrganizationIsReadWithWhatItIsAskedFor(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, th := l.client(), l.begin()
		for _, want := range []clerk.OrganizationExtras{{}, {MembersCount: true}, {MissingMember: true}, {MembersCount: true, MissingMember: true}} {
			got, err := c.Organizations.GetWith(t.Context(), th.id("organizations"), want)
			if err != nil {
				t.Fatal(err)
			}
			listed, err := rest.Collect(c.Organizations.List(t.Context(), clerk.OrganizationFilter{Query: "acme", OrganizationExtras: want}))
			if err != nil || len(listed) != 1 {
				t.Fatal(listed, err)
			}
			for _, o := range []clerk.Organization{*got, listed[0]} {
				if (o.MembersCount != nil) != want.MembersCount || (o.PendingInvitationsCount != nil) != want.MembersCount || (o.MissingMemberWithElevatedPermissions != nil) != want.MissingMember {
					t.Errorf("asked for %+v, Clerk answers %+v", want, o)
				}
			}
		}
	})
}

func TestAListedUserKnowsWhatTheListLacks(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`[{"id":"user_1"}]`, `{"data":[{"id":"user_1"}],"total_count":1}`} {
		client := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, answer) })
		users, err := rest.Collect(client.Users.List(t.Context(), clerk.UserFilter{}))
		if err != nil || len(users) != 1 || !slices.Contains(users[0].Lacks(), rest.Lack{Field: "banned"}) || slices.Contains(users[0].Lacks(), rest.Lack{Field: "id"}) {
			t.Errorf("%s: %v %v", answer, users, err)
		}
	}
}
