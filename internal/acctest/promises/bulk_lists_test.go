package promises_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// TestListsOfAThousandEachAreCreatedAtTheGeneralLimitAndPlannedInTenRequests has 3,000
// objects, ten at a time, as Terraform walks.
func TestListsOfAThousandEachAreCreatedAtTheGeneralLimitAndPlannedInTenRequests(t *testing.T) {
	t.Parallel()
	const each, limit, window = 1000, 100, 10 * time.Second
	kinds := []struct{ name, argument, value string }{
		{"clerk_allowlist_identifier", "identifier", "Ada%d@example.com"},
		{"clerk_blocklist_identifier", "identifier", "*@spam-%d.example.com"},
		{"clerk_redirect_url", "url", "my-app://callback-%d"},
	}
	synctest.Test(t, func(t *testing.T) {
		w := acctest.NewWorld(t, acctest.NewSim(t, func(o *clerksim.Options) { o.RateLimit, o.Latency = "development", 50*time.Millisecond }))
		const all = 3 * each
		configs, types, states := make([]cty.Value, all), make([]*driver.Type, all), make([]*driver.State, all)
		for n := range all {
			k := kinds[n%3]
			types[n] = w.Core.Type(k.name)
			configs[n] = types[n].Object(map[string]cty.Value{k.argument: cty.StringVal(fmt.Sprintf(k.value, n/3))})
		}
		plan := func() []*driver.Plan {
			walk, err := w.Core.Walk()
			w.Must(err)
			plans := make([]*driver.Plan, all)
			w.Must(errors.Join(driver.Together(all, func(n int) (err error) {
				plans[n], err = walk.Plan(types[n], states[n], configs[n])
				return err
			})...))
			return plans
		}

		plans, began := plan(), time.Now()
		walk, err := w.Core.Walk()
		w.Must(err)
		w.Must(errors.Join(driver.Together(all, func(n int) (err error) {
			states[n], err = walk.Apply(types[n], plans[n], configs[n])
			return err
		})...))
		if took, floor := time.Since(began), (all/limit-1)*window; took < floor || took > floor*11/10 {
			t.Errorf("the apply took %s, expected %s to %s", took, floor, floor*11/10)
		}

		<-time.After(time.Minute)
		before := served(w.Sim)
		for n, p := range plan() {
			if p.Action != driver.NoOp {
				t.Fatalf("the plan of %s is %v", types[n].Name, p)
			}
		}
		if n := served(w.Sim) - before; n > 10 {
			t.Errorf("the plan took %d requests", n)
		}
	})
}
