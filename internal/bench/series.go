package main

import (
	"context"
	"slices"
	"time"
)

// series is one plan, run again and again.
type series struct {
	name    string
	world   *world
	variant string // the provider: "" is the released one
	costs   []cost
}

// sample runs series in turn, so that what else the machine does falls on all of
// them alike. With warm, a first run of each does not count.
func (b *bench) sample(ctx context.Context, runs int, warm bool, all ...*series) error {
	first := 0
	if warm {
		first = -1
	}
	for i := first; i < runs; i++ {
		for _, s := range all {
			c, err := b.cli.plan(ctx, s.world, s.variant)
			if err != nil {
				return err
			}
			if i < 0 {
				continue
			}
			say("  %-40s %6.2f s", s.name, c.wall.Seconds())
			s.costs = append(s.costs, c)
		}
	}
	b.series = append(b.series, all...)
	return nil
}

// median is of wall times.
func (s *series) median() time.Duration {
	return median(s.costs, func(c cost) time.Duration { return c.wall })
}

func median(costs []cost, of func(cost) time.Duration) time.Duration {
	var all []time.Duration
	for _, c := range costs {
		all = append(all, of(c))
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// requests is the most of any run.
func (s *series) requests() int {
	most := 0
	for _, c := range s.costs {
		most = max(most, c.requests)
	}
	return most
}

// peak is the most memory that a provider took in any run.
func (s *series) peak() int64 {
	var most int64
	for _, c := range s.costs {
		most = max(most, c.peak)
	}
	return most
}
