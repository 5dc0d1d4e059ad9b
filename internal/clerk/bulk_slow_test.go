package clerk_test

import (
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// A CLI on a busy machine takes milliseconds from one object to the next. Its reads
// share requests all the same, and a lone one soon waits for nobody.
func TestReadsOfABusyMachineShareRequestsToo(t *testing.T) {
	t.Parallel()
	sim, err := clerksim.New(clerksim.Options{Users: 26_000}) // too many to be listed
	if err != nil {
		t.Fatal(err)
	}
	for _, machine := range []struct {
		workers, most int
		longest       time.Duration
	}{
		{workers: 10, most: 14, longest: 2 * time.Second},
		{workers: 1, most: 102, longest: 2500 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			client, err := clerk.New(clerk.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim})
			if err != nil {
				t.Fatal(err)
			}
			ids := someIDs(t, client, 100)
			before, began := sim.Stats().Requests, time.Now()
			processor := make(chan struct{}, 1)
			var workers errgroup.Group
			workers.SetLimit(machine.workers)
			for _, id := range ids {
				workers.Go(func() error {
					processor <- struct{}{}
					<-time.After(8 * time.Millisecond)
					<-processor
					_, err := client.Users.Get(t.Context(), id)
					return err
				})
			}
			if err := workers.Wait(); err != nil {
				t.Error(err)
			}
			if n := sim.Stats().Requests - before; n > machine.most || time.Since(began) > machine.longest {
				t.Errorf("%d at once take %d requests and %s; expected at most %d and %s", machine.workers, n, time.Since(began), machine.most, machine.longest)
			}
		})
	}
}
