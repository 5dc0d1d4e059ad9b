package acctest

import (
	"cmp"
	"hash/fnv"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// unrepeatable are the operations that no client can repeat: after a lost answer
// what they make may exist, with nothing to find it by; an attempt to verify may
// have counted, or used up a code; and an invitation may have been mailed, though it is
// not there. So the run fails, as it must: the client's tests show that of each.
var unrepeatable = []string{
	"POST /sessions", "POST /sign_in_tokens", "POST /actor_tokens", "POST /agents/tasks", "POST /admin_portal_link_tokens",
	"POST /invitations", "POST /organizations/{organization_id}/invitations", "POST /allowlist_identifiers",
	"POST /waitlist_entries", "POST /waitlist_entries/{waitlist_entry_id}/invite",
	"POST /machines", "POST /api_keys", "POST /m2m_tokens", "POST /machines/{machine_id}/secret_key/rotate",
	"POST /enterprise_connections", "POST /enterprise_connections/{enterprise_connection_id}/test_runs", "POST /directories", "POST /directories/{directory_id}/rotate_api_key",
	"POST /oauth_applications", "POST /oauth_applications/{oauth_application_id}/rotate_secret",
	"POST /users/{user_id}/verify_password", "POST /users/{user_id}/verify_totp",
}

// misbehaving is the option that every started local Clerk has: where
// CLERK_SIM_FAULTS is a rate, so many of the requests that Terraform sends meet a
// fault, drawn from CLERK_SIM_SEED. What is unrepeatable is refused at most.
//
// CLERK_SIM_SEED may be several, for go test -count: each run of a test takes the
// next one.
func misbehaving(t *testing.T) func(*clerksim.Options) {
	t.Helper()
	rate, err := strconv.ParseFloat(cmp.Or(os.Getenv("CLERK_SIM_FAULTS"), "0"), 64)
	if err != nil {
		t.Fatalf("CLERK_SIM_FAULTS: %v", err)
	}
	var seeds []uint64
	for field := range strings.FieldsSeq(cmp.Or(os.Getenv("CLERK_SIM_SEED"), "0")) {
		seed, err := strconv.ParseUint(field, 10, 64)
		if err != nil {
			t.Fatalf("CLERK_SIM_SEED: %v", err)
		}
		seeds = append(seeds, seed)
	}
	if rate == 0 || len(seeds) == 0 {
		return func(*clerksim.Options) {}
	}
	nth, first := runs.of(t)
	seed := seeds[nth%len(seeds)]
	if first {
		t.Logf("with CLERK_SIM_FAULTS=%v CLERK_SIM_SEED=%d", rate, seed)
	}
	// Each test has faults of its own, or all would have the same requests spared.
	name := fnv.New64a()
	_, _ = name.Write([]byte(t.Name()))
	return func(o *clerksim.Options) { o.Faults, o.Seed, o.Spared = rate, seed^name.Sum64(), unrepeatable }
}

// Reliable is an option for a local Clerk that behaves, whatever CLERK_SIM_FAULTS
// says. It is for tests that measure time, or whose promise is for where no answer
// is lost.
func Reliable(o *clerksim.Options) { o.Faults = 0 }

var runs counted

// counted are the runs of each test, by its name.
type counted struct {
	mu     sync.Mutex
	byName map[string][]*testing.T
}

// of is which run of the test this is, from 0, and whether that is asked for the
// first time.
func (c *counted) of(t *testing.T) (nth int, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.byName[t.Name()]
	if nth = slices.Index(all, t); nth >= 0 {
		return nth, false
	}
	if c.byName == nil {
		c.byName = map[string][]*testing.T{}
	}
	c.byName[t.Name()] = append(all, t)
	return len(all), true
}
