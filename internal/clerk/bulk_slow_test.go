package clerk_test

import (
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
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
		workers, reads int
		late           int // of so many reads, the last comes late; 0: none does
		most           int // requests
		longest        time.Duration
	}{
		{workers: 10, reads: 100, most: 14, longest: 2 * time.Second},
		{workers: 10, reads: 1000, late: 90, most: 105, longest: 20 * time.Second},
		{workers: 1, reads: 100, most: 102, longest: 2 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			client, err := clerk.New(rest.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim})
			if err != nil {
				t.Fatal(err)
			}
			ids := someIDs(t, client, machine.reads)
			before, began := sim.Stats().Requests, time.Now()
			processor := make(chan struct{}, 1)
			var workers errgroup.Group
			workers.SetLimit(machine.workers)
			for n, id := range ids {
				workers.Go(func() error {
					processor <- struct{}{}
					takes := 8 * time.Millisecond
					if machine.late > 0 && n%machine.late == machine.late-1 {
						takes = 60 * time.Millisecond
					}
					<-time.After(takes)
					<-processor
					_, err := client.Users.Get(t.Context(), id)
					return err
				})
			}
			if err := workers.Wait(); err != nil {
				t.Error(err)
			}
			if n := sim.Stats().Requests - before; n > machine.most || time.Since(began) > machine.longest {
				t.Errorf("%d reads, %d at once, take %d requests and %s; expected at most %d and %s", machine.reads, machine.workers, n, time.Since(began), machine.most, machine.longest)
			}
		})
	}
}
