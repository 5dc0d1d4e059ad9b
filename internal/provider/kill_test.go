//go:build linux

package provider_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// killed makes 60 objects. Each has a name of its own, so that what Clerk holds can
// be told by its address in the configuration.
const killed = `
resource "clerk_user" "this" {
  count           = 30
  email_addresses = ["user${count.index}@example.com"]
}

resource "clerk_jwt_template" "this" {
  count  = 20
  name   = "template${count.index}"
  claims = jsonencode({ n = count.index })
}

resource "clerk_email_address" "this" {
  count         = 10
  user_id       = clerk_user.this[count.index].id
  email_address = "address${count.index}@example.com"
}
`

const (
	killedObjects  = 60
	killedParallel = 10
	killedLatency  = 50 * time.Millisecond
	// handingOn is how many objects the others may make while the provider hands
	// the answer for one to Terraform: one each, and as many again on a machine that
	// has other work.
	handingOn = 2 * (killedParallel - 1)
)

// TestAKilledProviderLeavesNothingThatItCouldHaveRecorded ends the provider by
// kill -9 in the midst of an apply, as often as CLERK_KILLS says, and applies again.
//
// Terraform records an object when the provider answers for it. So what a kill may
// leave unrecorded is what was under way: a create that was sent, and for which the
// provider had not answered Terraform yet. Nobody can record that. There can be at
// most as many as Terraform runs at once, and none for which Clerk's answer came
// long before the kill: that the provider could have recorded, and must have. "Long"
// goes by what was made since, not by the clock, which means little on a busy machine.
//
// The next apply meets each of them as a conflict, on the very resource, and makes
// everything else. It takes none for its own, since it lost no answer. Nothing
// exists twice, and nothing is recorded that does not exist.
func TestAKilledProviderLeavesNothingThatItCouldHaveRecorded(t *testing.T) {
	t.Parallel()
	kills, seed := 3, uint64(time.Now().UnixNano())
	var err error
	if s := os.Getenv("CLERK_KILLS"); s != "" {
		if kills, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	if s := os.Getenv("CLERK_KILLS_SEED"); s != "" {
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("CLERK_KILLS=%d CLERK_KILLS_SEED=%d", kills, seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for n := range kills {
		// Any request may be the last, and any moment between it and its answer.
		after, delay := random.IntN(killedObjects+1), time.Duration(random.Int64N(int64(2*killedLatency)))
		t.Run(fmt.Sprintf("%d, %s after request %d", n, delay.Round(time.Millisecond), after), func(t *testing.T) {
			t.Parallel()
			kill(t, after, delay)
		})
	}
}

func kill(t *testing.T, after int, delay time.Duration) {
	i := acctest.Simulated(t, acctest.Reliable, func(o *clerksim.Options) { o.Latency = killedLatency })
	c := i.CLI(killed)
	p := c.Start("apply", "-auto-approve", fmt.Sprintf("-parallelism=%d", killedParallel))
	acctest.Eventually(t, "the apply is so far", func() bool { return i.Sim.Stats().Requests >= after && (after > 0 || p.Providers() > 0) })
	<-time.After(delay)
	providers := p.KillProviders()
	out, code := p.Wait()
	recorded := c.Recorded()
	if (len(recorded) == killedObjects) != (code == 0) {
		t.Fatalf("%d providers were killed, %d objects are recorded, and the CLI exits with %d:\n%s", providers, len(recorded), code, out)
	}

	made := madeObjects(i)
	unrecorded := map[string]bool{}
	for address, object := range made {
		switch id, ok := recorded[address]; {
		case !ok:
			unrecorded[address] = true
			since := 0
			for _, other := range made {
				if other.at.After(object.at.Add(killedLatency)) {
					since++
				}
			}
			if since > handingOn {
				t.Errorf("%s is not recorded, and %d objects were made after Clerk had answered for it", address, since)
			}
		case id != object.id:
			t.Errorf("%s is %s, and recorded as %s", address, object.id, id)
		}
	}
	for address := range recorded {
		if made[address].id == "" {
			t.Errorf("%s is recorded, and does not exist", address)
		}
	}
	if len(unrecorded) > killedParallel {
		t.Errorf("%d objects are not recorded, more than can have been under way: %v", len(unrecorded), unrecorded)
	}

	out, code = c.Run("apply", "-auto-approve", "-json")
	refused := conflicts(t, out)
	if (code != 0) != (len(unrecorded) > 0) || !maps.Equal(refused, unrecorded) {
		t.Errorf("the next apply exits with %d and meets conflicts on %v, expected on %v:\n%s", code, refused, unrecorded, out)
	}
	recorded, made = c.Recorded(), madeObjects(i)
	for address := range made {
		if recorded[address] == "" != unrecorded[address] {
			t.Errorf("%s is recorded as %q after the next apply", address, recorded[address])
		}
	}
	blocked := slices.ContainsFunc(slices.Collect(maps.Keys(unrecorded)), func(address string) bool {
		return strings.HasPrefix(address, "clerk_user.")
	})
	for kind, n := range map[string]int{"clerk_user": 30, "clerk_jwt_template": 20, "clerk_email_address": 10} {
		for n := range n {
			address := fmt.Sprintf("%s.this[%d]", kind, n)
			// The addresses wait for the users, all of them.
			if made[address].id == "" && !(blocked && kind == "clerk_email_address") {
				t.Errorf("%s does not exist after the next apply", address)
			}
		}
	}
}

type madeObject struct {
	id string
	at time.Time // when the local Clerk made it
}

// madeObjects are the objects that the local Clerk holds, by their address in the
// configuration.
func madeObjects(i *acctest.Instance) map[string]madeObject {
	made := map[string]madeObject{}
	note := func(typ, name, prefix string, object map[string]any) {
		if index, ok := strings.CutPrefix(strings.TrimSuffix(name, "@example.com"), prefix); ok {
			made[typ+".this["+index+"]"] = madeObject{object["id"].(string), time.UnixMilli(int64(object["created_at"].(float64)))}
		}
	}
	for _, user := range i.Held("users") {
		for _, a := range user["email_addresses"].([]any) {
			address := a.(map[string]any)
			note("clerk_user", address["email_address"].(string), "user", user)
			note("clerk_email_address", address["email_address"].(string), "address", address)
		}
	}
	for _, template := range i.Held("jwt_templates") {
		note("clerk_jwt_template", template["name"].(string), "template", template)
	}
	return made
}

// conflicts are the resources on which an apply met an object that exists. Any
// other error fails the test.
func conflicts(t *testing.T, out string) map[string]bool {
	t.Helper()
	met := map[string]bool{}
	lines := bufio.NewScanner(strings.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			Level      string `json:"@level"`
			Diagnostic struct{ Address, Summary, Detail string }
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil || line.Level != "error" {
			continue
		}
		d := line.Diagnostic
		if !strings.Contains(d.Detail, "form_identifier_exists") && !strings.Contains(d.Detail, "duplicate_record") {
			t.Errorf("%s: %s\n%s", d.Address, d.Summary, d.Detail)
		}
		met[d.Address] = true
	}
	return met
}
