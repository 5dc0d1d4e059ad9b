package clerksim_test

import (
	"fmt"
	"maps"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func limited(kind, rate string) func(*clerksim.Options) {
	return func(o *clerksim.Options) { o.RateLimit, o.Limiter = rate, kind }
}

// granted is how many of so many requests pass.
func granted(i *instance, n int, operation, body string) (passed, retryAfter int) {
	for range n {
		if a := i.call(operation, body); a.status == 429 {
			a.refused(429, "too_many_requests")
			retryAfter, _ = strconv.Atoi(a.header.Get("Retry-After"))
		} else {
			passed++
		}
	}
	return passed, retryAfter
}

func TestThereIsNoLimitByDefault(t *testing.T) {
	t.Parallel()
	if passed, _ := granted(start(t), 150, "GET /instance", ""); passed != 150 {
		t.Errorf("%d of 150 passed", passed)
	}
}

func TestAFixedWindowOpensAnew(t *testing.T) {
	t.Parallel()
	i := start(t, limited("fixed", "5/1h"))
	passed, wait := granted(i, 8, "GET /instance", "")
	if passed != 5 || wait != 3600 {
		t.Errorf("%d passed, and it takes %d s", passed, wait)
	}
	if stats := i.Stats(); stats.Throttled != 3 || stats.Requests != 8 {
		t.Errorf("stats: %+v", stats)
	}
	i.Advance(time.Hour)
	if passed, _ = granted(i, 8, "GET /instance", ""); passed != 5 {
		t.Errorf("%d passed in the next window", passed)
	}
}

func TestASlidingWindowForgetsEachRequestByItself(t *testing.T) {
	t.Parallel()
	i := start(t, limited("sliding", "4/1h"))
	granted(i, 2, "GET /instance", "")
	i.Advance(30 * time.Minute)
	granted(i, 2, "GET /instance", "")
	i.Advance(30 * time.Minute)
	if passed, wait := granted(i, 4, "GET /instance", ""); passed != 2 || wait != 1800 {
		t.Errorf("%d passed, and it takes %d s", passed, wait)
	}
}

func TestABucketRefillsEvenly(t *testing.T) {
	t.Parallel()
	i := start(t, limited("bucket", "6/1h"))
	if passed, wait := granted(i, 8, "GET /instance", ""); passed != 6 || wait != 600 {
		t.Errorf("%d passed, and it takes %d s", passed, wait)
	}
	i.Advance(20 * time.Minute)
	if passed, _ := granted(i, 4, "GET /instance", ""); passed != 2 {
		t.Errorf("%d passed after a third of the window", passed)
	}
}

func TestInstancesHaveClerksLimits(t *testing.T) {
	t.Parallel()
	i := start(t, limited("fixed", "development"))
	if passed, _ := granted(i, 105, "GET /instance", ""); passed != 100 {
		t.Errorf("%d passed", passed)
	}
	if passed, _ := granted(i, 10, "GET /jwks", ""); passed != 10 {
		t.Error("the keys are limited")
	}
}

func TestOneUserIsChangedTenTimesInTenSeconds(t *testing.T) {
	t.Parallel()
	i := start(t, limited("fixed", "10000/1h"))
	u, other := i.user("ada@example.com"), i.user("grace@example.com")
	passed, _ := granted(i, 6, "PATCH /users/"+u.id(), `{"first_name":"Ada"}`)
	more, wait := granted(i, 6, "PUT /users/"+u.id()+"/metadata", `{"public_metadata":{}}`)
	if passed+more != 10 || wait < 1 || wait > 10 {
		t.Errorf("%d passed, and it takes %d s", passed+more, wait)
	}
	i.call("PATCH /users/"+other.id(), `{"first_name":"Grace"}`).ok()
	i.call("GET /users/"+u.id(), "").ok()
	i.Advance(10 * time.Second)
	i.call("PATCH /users/"+u.id()+"/metadata", `{}`).ok()
}

func TestInvitationsAreLimitedByTheHour(t *testing.T) {
	t.Parallel()
	i := start(t, limited("sliding", "production"))
	if passed, _ := granted(i, 105, "POST /invitations", `{"email_address":"ada@example.com","ignore_existing":true}`); passed != 100 {
		t.Errorf("%d passed", passed)
	}
}

func TestPlacedFaults(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.PlaceFault(clerksim.Fault{Operation: "POST /users", Kind: "lost"})
	i.PlaceFault(clerksim.Fault{Operation: "POST /users", Kind: "reset", Times: 2})
	i.PlaceFault(clerksim.Fault{Operation: "POST /users", Kind: "429", RetryAfter: 3})
	i.PlaceFault(clerksim.Fault{Operation: "GET /users/{user_id}", Kind: "502"})
	i.call("GET /instance", "").ok()
	create := func(name string) answer { return i.call("POST /users", `{"email_address":["`+name+`@example.com"]}`) }
	for _, name := range []string{"lost", "reset", "reset"} {
		if a := create(name); a.status != 0 {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	a := create("late")
	a.refused(429, "too_many_requests")
	if a.header.Get("Retry-After") != "3" {
		t.Errorf("Retry-After is %q", a.header.Get("Retry-After"))
	}
	create("lost").refused(422, "form_identifier_exists", "email_address")
	u := create("reset").ok()
	if a := i.call("GET /users/"+u.id(), ""); a.status != 502 || strings.HasPrefix(a.body, "{") {
		t.Errorf("%d %s", a.status, a.body)
	}
	i.call("GET /users/"+u.id(), "").ok()
	if stats := i.Stats(); stats.Faults != 5 || stats.Throttled != 0 {
		t.Errorf("stats: %+v", stats)
	}
	if requests := i.Requests(); requests[1].Fault != "lost" || requests[1].Status != 0 {
		t.Errorf("request: %+v", requests[1])
	}
}

// What a fault does to the work: a user is there at once, after the next request,
// or never.
func TestFaultsLeaveWorkDoneOrNot(t *testing.T) {
	t.Parallel()
	for kind, there := range map[string][2]int{"502": {0, 0}, "reset": {0, 0}, "429": {0, 0}, "lost": {1, 1}, "lost_502": {1, 1}, "late": {0, 1}} {
		i := start(t)
		i.PlaceFault(clerksim.Fault{Operation: "POST /users", Kind: kind})
		if a := i.call("POST /users", `{"username":"lovelace"}`); a.status == 200 || (a.status == 502) != strings.HasSuffix(kind, "502") {
			t.Errorf("%s: %d %s", kind, a.status, a.body)
		}
		for n, want := range there {
			if got := i.call("GET /users/count", "").body; !strings.Contains(got, fmt.Sprintf(`"total_count":%d`, want)) {
				t.Errorf("%s: request %d counts %s, expected %d", kind, n+1, got, want)
			}
		}
	}
}

func TestRandomFaultsAreNeverMoreThanTwoInARow(t *testing.T) {
	t.Parallel()
	faulty := func(o *clerksim.Options) { o.Faults, o.Seed = 0.9, 3 }
	i := start(t, faulty)
	kinds := map[string]bool{}
	row, owed := 0, 0
	for n := range 200 {
		if i.call("GET /instance", "").status == 200 {
			row, owed = 0, max(0, owed-1)
			continue
		}
		if row++; row > 2 || owed > 0 {
			t.Fatalf("request %d meets fault %d in a row, and was to be let through %d times", n, row, owed)
		}
		if row == 2 {
			owed = 10
		}
	}
	var drawn []string
	for _, r := range i.Requests() {
		kinds[r.Fault] = true
		drawn = append(drawn, r.Fault)
	}
	if len(kinds) != 5 {
		t.Errorf("kinds: %v", kinds)
	}
	other := start(t, faulty)
	for range 200 {
		other.call("GET /instance", "")
	}
	for n, r := range other.Requests() {
		if r.Fault != drawn[n] {
			t.Fatal("the same seed draws other faults")
		}
	}
}

func TestASparedOperationIsRefusedAtRandomAndNeverLost(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Faults, o.Seed, o.Spared = 0.9, 3, []string{"POST /testing_tokens"} })
	expect := func(made, read map[int]bool) {
		t.Helper()
		gotMade, gotRead := map[int]bool{}, map[int]bool{}
		for range 50 {
			gotMade[i.call("POST /testing_tokens", "").status] = true
			gotRead[i.call("GET /instance", "").status] = true
		}
		if !maps.Equal(gotMade, made) || !maps.Equal(gotRead, read) {
			t.Errorf("POST /testing_tokens was answered %v, GET /instance %v; expected %v and %v", gotMade, gotRead, made, read)
		}
	}
	refused, all := map[int]bool{200: true, 429: true}, map[int]bool{200: true, 429: true, 502: true, 0: true}
	expect(refused, all)
	i.Misbehave(0.9, 4)
	expect(refused, all)
	// A placed fault is what the test wants.
	i.Misbehave(0, 0)
	i.PlaceFault(clerksim.Fault{Operation: "POST /testing_tokens", Kind: "502"})
	if got := i.call("POST /testing_tokens", "").status; got != 502 {
		t.Errorf("the placed fault was answered %d", got)
	}
}

func TestLatencyIsAddedToEachAnswer(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Latency = 30 * time.Millisecond })
	began := time.Now()
	i.call("GET /instance", "").ok()
	if took := time.Since(began); took < 30*time.Millisecond {
		t.Errorf("it took %s", took)
	}
}

func TestManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Users = 100 })
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			name := string(rune('a' + n))
			u := i.user(name + "@example.com")
			i.call("PATCH /users/"+u.id()+"/metadata", `{"public_metadata":{"n":"`+name+`"}}`).ok()
			i.call("GET /users?limit=100", "").list()
			i.call("GET /_sim/state", "").ok()
			i.call("DELETE /users/"+u.id(), "").ok()
		})
	}
	all.Wait()
	i.call("GET /users/count", "").ok().has(t, map[string]string{"total_count": `100`})
}

func TestAViolationOfTheContractIsReported(t *testing.T) {
	t.Parallel()
	var violations []string
	i := start(t, func(o *clerksim.Options) {
		o.OnViolation = func(message string) { violations = append(violations, message) }
	})
	i.call("GET /users?colour=red", "").list()
	if os.Getenv("CLERK_OPENAPI_SPEC") != "" && len(violations) == 0 {
		t.Error("an unknown query parameter is no violation")
	}
}
