package main

import (
	"context"
	"fmt"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/variant"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	mostMemory = 150 << 20 // of the provider, in bytes
	mostRatio  = 1.3
	cheapPlans = 2 // of a world in which requests are counted, and a plan takes seconds
)

// requests of an empty plan at Terraform's ten workers.
func (b *bench) requests(ctx context.Context) error {
	for _, c := range []struct{ managed, users, most int }{
		{1000, 1000, 6}, {10_000, 10_000, 45}, {100, 100_000, 14}, {1000, 100_000, 110}, {200, 10_000, 25},
	} {
		key := worldKey{managed: b.users(c.managed), users: b.users(c.users)}
		s := &series{}
		if c.managed == 10_000 {
			var err error
			if s, err = b.tenThousand(ctx); err != nil {
				return err
			}
		} else {
			w, err := b.newWorld(ctx, key)
			if err != nil {
				return err
			}
			for range cheapPlans {
				var took cost
				if took, err = b.cli.plan(ctx, w, ""); err != nil {
					break
				}
				s.costs = append(s.costs, took)
			}
			w.sim.Close()
			if err != nil {
				return err
			}
		}
		measured := fmt.Sprint(s.requests())
		if n := len(s.costs); n > 1 {
			measured += fmt.Sprintf(", the most of %d plans", n)
		}
		b.report.atMost(fmt.Sprintf("Requests of an empty plan: %s managed users of %s", count(key.managed), count(key.users)),
			measured, float64(s.requests()), float64(c.most), fmt.Sprintf("≤ %d", c.most))
	}
	return nil
}

// tenThousand is one plan of 10,000 users in ten blocks.
func (b *bench) tenThousand(ctx context.Context) (*series, error) {
	const name = "10,000 users: released"
	for _, s := range b.series {
		if s.name == name {
			return s, nil
		}
	}
	w, err := b.world(ctx, b.all(10_000))
	if err != nil {
		return nil, err
	}
	s := &series{name: name, world: w}
	return s, b.sample(ctx, 1, false, s)
}

// all is a world in which every user is managed.
func (b *bench) all(users int) worldKey {
	n := b.users(users)
	return worldKey{managed: n, users: n}
}

// network compares a slow Clerk under a limit with one that is neither.
func (b *bench) network(ctx context.Context) error {
	key := b.all(1000)
	fast, err := b.world(ctx, key)
	if err != nil {
		return err
	}
	key.slow = true
	slow, err := b.world(ctx, key)
	if err != nil {
		return err
	}
	near, far := &series{name: "network: none", world: fast}, &series{name: "network: 100 ms, 100 in 10 s", world: slow}
	if err := b.sample(ctx, b.runs, true, near, far); err != nil {
		return err
	}
	b.report.ratio("Time of an empty plan of 1,000 users at 100 ms latency under the development limit, against the same with neither", far, near, mostRatio)
	return nil
}

// nothing compares the provider with providers that do nothing.
func (b *bench) nothing(ctx context.Context) error {
	w, err := b.world(ctx, b.all(1000))
	if err != nil {
		return err
	}
	does := &series{name: "nothing: released", world: w}
	nothing := &series{name: "nothing: the framework, same schema", world: w, variant: variant.Nothing}
	floor := &series{name: "nothing: no framework", world: w, variant: variant.NoFramework}
	if err := b.sample(ctx, b.runs, true, does, nothing, floor); err != nil {
		return err
	}
	b.report.ratio("Time of an empty plan of 1,000 users, against a provider with the same schema that does nothing", does, nothing, mostRatio)
	b.report.ratio("… the same: the goal", does, nothing, 0.5)
	b.report.note("… against one that does without the framework", compare(does, floor))
	return nil
}

// memory of the provider in a plan of 10,000 users.
func (b *bench) memory(ctx context.Context) error {
	s, err := b.tenThousand(ctx)
	if err != nil {
		return err
	}
	b.report.size("Memory of the provider in an empty plan of 10,000 users", s.peak())
	return nil
}

// blocks compares ten blocks of 1,000 users with one.
func (b *bench) blocks(ctx context.Context) error {
	one, err := b.world(ctx, b.all(1000))
	if err != nil {
		return err
	}
	ten, err := b.world(ctx, b.all(10_000))
	if err != nil {
		return err
	}
	small, large := &series{name: "blocks: one", world: one}, &series{name: "blocks: ten", world: ten}
	if err := b.sample(ctx, b.longRuns, false, small, large); err != nil {
		return err
	}
	b.report.ratio("Time of an empty plan, ten blocks of 1,000 users against one", large, small, 11)

	key := b.all(10_000)
	key.whole = true
	whole, err := b.world(ctx, key)
	if err != nil {
		return err
	}
	// Terraform's own share in that, and what blocks are good for.
	idleSmall := &series{name: "blocks: one, nothing", world: one, variant: variant.Nothing}
	idleLarge := &series{name: "blocks: ten, nothing", world: ten, variant: variant.Nothing}
	undivided := &series{name: "blocks: one of 10,000", world: whole}
	if err := b.sample(ctx, 1, false, idleSmall, idleLarge, undivided); err != nil {
		return err
	}
	b.report.note("… the same of the provider that does nothing", compare(idleLarge, idleSmall))
	b.report.note("… one block of 10,000 users against ten of 1,000", compare(undivided, large))
	return nil
}

// list reads 10,000 users through data.clerk_users.
func (b *bench) list(ctx context.Context) error {
	n := b.users(10_000)
	w, err := b.emptyWorld(clerksim.Options{Users: n})
	if err != nil {
		return err
	}
	defer w.sim.Close()
	if err := w.configureList(b.cli); err != nil {
		return err
	}
	s := &series{name: "list: data.clerk_users, 10,000 users", world: w}
	if err := b.sample(ctx, b.longRuns, false, s); err != nil {
		return err
	}
	p, err := inProcess(ctx, w.sim)
	if err != nil {
		return err
	}
	var read []cost
	for range b.longRuns {
		began := time.Now()
		if _, err := p.List(ctx); err != nil {
			return err
		}
		read = append(read, cost{wall: time.Since(began)})
	}
	took := median(read, func(c cost) time.Duration { return c.wall })
	what := "data.clerk_users over " + count(n) + " users: "
	requests := s.requests()
	b.report.atMost(what+"requests", fmt.Sprint(requests), float64(requests), 21, "≤ 21")
	b.report.size(what+"memory of the provider", s.peak())
	b.report.atMost(what+"time in the provider", seconds(took), took.Seconds(), 3, "< 3 s")
	b.report.note("… time of the whole plan", seconds(s.median()))
	return nil
}

// decoding compares a file of users that for_each decodes with one that a local does.
func (b *bench) decoding(ctx context.Context) error {
	key := b.all(1000)
	w, err := b.world(ctx, key)
	if err != nil {
		return err
	}
	key.again = true
	decodes, err := b.world(ctx, key)
	if err != nil {
		return err
	}
	once, again := &series{name: "decoding: in a local", world: w}, &series{name: "decoding: in for_each", world: decodes}
	if err := b.sample(ctx, b.runs, true, once, again); err != nil {
		return err
	}
	b.report.note("Time of an empty plan of 1,000 users, with the file of users decoded in for_each, against in a local", compare(again, once))
	return nil
}
