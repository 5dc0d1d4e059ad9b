package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/walk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// create applies users under the limit of a development instance: with the state
// in a backend, and in a local file, which Terraform writes after each user.
func (b *bench) create(ctx context.Context) error {
	people, err := madeUp(ctx, b.users(1000))
	if err != nil {
		return err
	}
	backend := stateBackend()
	defer backend.Close()
	if err := b.creation(ctx, people, "the state in a backend", backend.URL); err != nil {
		return err
	}
	return b.creation(ctx, people, "the state in a local file", "")
}

// madeUp are accounts for users who are to be created.
func madeUp(ctx context.Context, n int) ([]walk.Account, error) {
	source, err := clerksim.Start(clerksim.Options{Users: n})
	if err != nil {
		return nil, err
	}
	defer source.Close()
	return walk.Accounts(ctx, source.URL(), source.SecretKey())
}

// creation creates people, with the state at a URL, or in a local file if that is
// empty.
func (b *bench) creation(ctx context.Context, people []walk.Account, where, url string) error {
	n := len(people)
	// The limit shrinks with the users, so that the floor does not.
	limit, window := max(1, n/10), 10*time.Second
	w, err := b.emptyWorld(clerksim.Options{RateLimit: fmt.Sprintf("%d/%s", limit, window)})
	if err != nil {
		return err
	}
	defer w.sim.Close()
	if err := w.configure(b.cli, people); err != nil {
		return err
	}
	if url != "" {
		if err := w.useBackend(ctx, b.cli, url); err != nil {
			return err
		}
	}
	planned, err := b.cli.run(ctx, w, "", nil, "plan", "-out=create.tfplan")
	if err != nil {
		return err
	}
	applied, err := b.cli.run(ctx, w, "", nil, "apply", "create.tfplan")
	if err != nil {
		return err
	}
	after, err := b.cli.plan(ctx, w, "")
	if err != nil {
		return fmt.Errorf("the plan after the creation is not empty: %w", err)
	}
	created, throttled := creations(w.sim)
	if len(created) != n {
		return fmt.Errorf("%d users were created, not %d", len(created), n)
	}
	b.report.creations = append(b.report.creations, spent{where, applied, created[n-1].Sub(created[0]), heldBack(w.sim)})
	// Beside the creations, one request asks which instance it is: no more than that is free.
	requests := n + 1
	floor := time.Duration((requests-1)/limit) * window
	ratio := applied.wall.Seconds() / floor.Seconds()
	b.report.atMost(fmt.Sprintf("Creating %s users under %d in %s, against the floor of %s requests: apply of a saved plan, %s", count(n), limit, window, count(requests), where),
		fmt.Sprintf("%s / %s = %.2f ×, no failure", seconds(applied.wall), seconds(floor), ratio), ratio, 1.1, "≤ 1.1 ×, no failure")
	b.report.note("… from the first user created to the last, of that in the last window; requests throttled", fmt.Sprintf("%s, %s; %d",
		seconds(created[n-1].Sub(created[0])), seconds(created[n-1].Sub(created[n-limit])), throttled))
	b.report.note("… CPU of CLI and provider, of that the provider's", fmt.Sprintf("%s, %s", seconds(applied.cpu), seconds(applied.provider)))
	b.report.note("… the plan before, and the empty plan after", fmt.Sprintf("%s, %s", seconds(planned.wall), seconds(after.wall)))
	return nil
}

// creations are the times at which users were created, and how many creations
// were throttled.
func creations(sim *clerksim.Server) (created []time.Time, throttled int) {
	for _, r := range sim.Requests() {
		switch {
		case r.Operation != "POST /users":
		case r.Status == http.StatusOK || r.Status == http.StatusCreated:
			created = append(created, r.At)
		case r.Status == http.StatusTooManyRequests:
			throttled++
		}
	}
	return created, throttled
}

// heldBack is how long creations waited at the closed gate: from a refusal to the
// next user who was let through.
func heldBack(sim *clerksim.Server) (total time.Duration) {
	var refused time.Time
	for _, r := range sim.Requests() {
		switch {
		case r.Operation != "POST /users":
		case r.Status == http.StatusTooManyRequests:
			if refused.IsZero() {
				refused = r.At
			}
		// Retry-After is in whole seconds: who is created sooner was let through before.
		case !refused.IsZero() && r.At.Sub(refused) >= time.Second:
			total += r.At.Sub(refused)
			refused = time.Time{}
		}
	}
	return total
}

// spent is where the time of a creation went.
type spent struct {
	where    string // the state
	applied  cost
	creating time.Duration // from the first user to the last
	heldBack time.Duration // of that
}

// configureList writes a configuration that reads all users.
func (w *world) configureList(c *cli) error {
	return w.write("main.tf", fmt.Appendf(nil, "terraform {\n  required_providers {\n    clerk = {\n      source = %q\n    }\n  }\n}\n\ndata \"clerk_users\" \"all\" {}\n", c.source()))
}
