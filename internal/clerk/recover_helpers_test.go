package clerk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// local is a local Clerk in made-up time.
type local struct {
	*clerksim.Server
	t *testing.T
}

// inMadeUpTime runs a test against a local Clerk, where waiting takes no time and
// is measured exactly.
func inMadeUpTime(t *testing.T, test func(*testing.T, *local), options ...func(*clerksim.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := clerksim.Options{
			Contract:    os.Getenv("CLERK_OPENAPI_SPEC"),
			OnViolation: func(message string) { t.Error("against Clerk's contract: " + message) },
		}
		for _, option := range options {
			option(&o)
		}
		sim, err := clerksim.New(o)
		if err != nil {
			t.Fatal(err)
		}
		test(t, &local{sim, t})
	})
}

func lagging(lag time.Duration) func(*clerksim.Options) {
	return func(o *clerksim.Options) { o.Lag = lag }
}

// client speaks to the local Clerk.
func (l *local) client(options ...option) *clerk.Client {
	l.t.Helper()
	cfg := rest.Config{SecretKey: l.SecretKey(), Transport: l.Server}
	for _, o := range options {
		o(&cfg)
	}
	client, err := clerk.New(cfg)
	if err != nil {
		l.t.Fatal(err)
	}
	return client
}

// through is a network between the client and the local Clerk.
func (l *local) through(change func(*http.Response)) option {
	return func(c *rest.Config) {
		c.Transport = transport(func(r *http.Request) (*http.Response, error) {
			res, err := l.RoundTrip(r)
			if err == nil {
				change(res)
			}
			return res, err
		})
	}
}

// lose lets the next so many requests of an operation meet a fault.
func (l *local) lose(operation, kind string, times int) {
	l.PlaceFault(clerksim.Fault{Operation: operation, Kind: kind, Times: times})
}

// seed makes what the API cannot.
func (l *local) seed(body string) {
	l.t.Helper()
	w := httptest.NewRecorder()
	l.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/_sim/seed", strings.NewReader(body)))
	if w.Code != http.StatusOK {
		l.t.Fatal(w.Body)
	}
}

// recovered is a create that is repeated when its answer is lost.
type recovered struct {
	// create is the area's, unless another one is said.
	create maker
	// held are the ids that Clerk has of what the create makes: those that the area lists, unless others are said.
	held func(ctx context.Context, c *clerk.Client, owner string) ([]string, error)
	// first says that it is looked for in its user before it is repeated, and early is
	// the request that looks for it then.
	first bool
	early string
	// read says that it is found by a read of its key, or in the answer to the repetition, neither of which lags as lists do.
	read bool
	// awaits says that only lists show it, so that it is not taken for the attempt's before lists forget what was deleted.
	awaits bool
}

// made is such a create, with its operation, for an owner.
type made struct {
	recovered
	area      area
	operation string
	create    func(ctx context.Context, c *clerk.Client, owner string) (id string, err error)
}

func idsOf[T any](all []T, id func(T) string) []string {
	ids := []string{}
	for _, one := range all {
		ids = append(ids, id(one))
	}
	return ids
}

// makes are the creates that are repeated when their answer is lost.
func makes() map[string]made {
	out := map[string]made{}
	for _, a := range areas {
		for name, r := range a.recovered {
			create, held := r.create, r.held
			if create == nil {
				create = a.create
			}
			if held == nil {
				held = func(ctx context.Context, c *clerk.Client, _ string) ([]string, error) { return a.list(ctx, c) }
			}
			out[name] = made{recovered{held: held, first: r.first, early: r.early, read: r.read, awaits: r.awaits}, a, a.operation, ownedBy(create)}
		}
	}
	return out
}

// ownedBy is create for a user, and for the organization that owner has made with the user.
func ownedBy(create maker) func(ctx context.Context, c *clerk.Client, owner string) (string, error) {
	return func(ctx context.Context, c *clerk.Client, owner string) (string, error) {
		of := func(area string) string {
			return map[string]string{"users": owner, "organizations": organizationOf(owner)}[area]
		}
		return create(ctx, c, of, "made")
	}
}

// owner is a user whom addresses are made for, and what belongs to an organization, in one that is empty.
func (l *local) owner() string {
	l.t.Helper()
	u, err := l.client().Users.Create(l.t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"owner@example.com"}})
	if err != nil {
		l.t.Fatal(err)
	}
	o, err := l.client().Organizations.Create(l.t.Context(), clerk.CreateOrganizationParams{Name: "The owner's"})
	if err != nil {
		l.t.Fatal(err)
	}
	organizations.Store(u.ID, o.ID)
	return u.ID
}

// organizations are those that owner has made, by the user.
var organizations sync.Map

func organizationOf(owner string) string {
	id, ok := organizations.Load(owner)
	if !ok {
		return "org_1"
	}
	return fmt.Sprint(id)
}

// holds fails the test unless Clerk has exactly these of what a create makes.
func (l *local) holds(object made, owner string, ids ...string) {
	l.t.Helper()
	got, err := object.held(l.t.Context(), l.client(), owner)
	if err != nil || !slices.Equal(got, ids) {
		l.t.Errorf("Clerk holds %v, expected %v (%v)", got, ids, err)
	}
}

// passing is what differs from run to run, and an id is the first or the second.
var (
	passing = regexp.MustCompile(`"(created_at|updated_at|verified_at|now|[a-z_]*expire[a-z_]*|expiration|abandon_at|password_last_updated_at|mfa_[a-z]+_at|last_active_at|token|url|image_url|profile_image_url|client_id|client_image_url)":("[^"]*"|\d+)`)
	anID    = regexp.MustCompile(`\b([a-z]+_[0-9A-Za-z]{27}|(ak|mt|aplt)_[0-9a-f]{32}|sim-[0-9a-f]{8})\b`)
)

// holding is everything that Clerk holds, but for what differs from run to run.
func (l *local) holding() string {
	l.t.Helper()
	w := httptest.NewRecorder()
	l.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_sim/state", nil))
	var state any
	if err := json.Unmarshal(w.Body.Bytes(), &state); err != nil {
		l.t.Fatal(err)
	}
	text, _ := json.Marshal(state)
	seen := map[string]string{}
	return anID.ReplaceAllStringFunc(passing.ReplaceAllString(string(text), "…"), func(id string) string {
		if seen[id] == "" {
			seen[id] = fmt.Sprintf("id %d", len(seen))
		}
		return seen[id]
	})
}
