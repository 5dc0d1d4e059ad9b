package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/variant"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const mostExportMemory = 300 << 20 // bytes

// export writes the configuration of users and their memberships.
func (b *bench) export(ctx context.Context) error {
	users, memberships := b.users(20_000), b.users(5000)
	w, err := b.emptyWorld(clerksim.Options{Users: users})
	if err != nil {
		return err
	}
	defer w.sim.Close()
	if err := w.join(ctx, 10, memberships); err != nil {
		return err
	}
	var costs []cost
	for range b.longRuns {
		took, err := b.cli.export(ctx, w, "--types", "clerk_user,clerk_organization,clerk_organization_membership")
		if err != nil {
			return err
		}
		costs = append(costs, took)
	}
	took := median(costs, func(c cost) time.Duration { return c.wall })
	what := fmt.Sprintf("Export of %s users with %s memberships: ", count(users), count(memberships))
	requests := costs[0].requests
	b.report.atMost(what+"requests", fmt.Sprint(requests), float64(requests), 60, "≤ 60")
	b.report.atMost(what+"time", seconds(took), took.Seconds(), 6, "≤ 6 s")
	peak := slices.MaxFunc(costs, func(a, b cost) int { return int(a.peak - b.peak) }).peak
	b.report.atMost(what+"memory", megabytes(peak), float64(peak), mostExportMemory, "≤ 300 MB")
	if !strings.HasPrefix(b.cli.version, "Terraform") {
		return nil // which alone has queries
	}
	return b.query(ctx, w, users+memberships)
}

// query lists the same objects with terraform query.
func (b *bench) query(ctx context.Context, w *world, objects int) (err error) {
	if w.folder, err = os.MkdirTemp(b.folder, "world-"); err != nil {
		return err
	}
	lists := ""
	for _, typ := range []string{"clerk_user", "clerk_organization", "clerk_organization_membership"} {
		lists += fmt.Sprintf("list %q \"all\" {\n  provider         = clerk\n  include_resource = true\n  limit            = %d\n}\n", typ, objects)
	}
	if err := errors.Join(w.write("main.tf", []byte(b.cli.required())), w.write("all.tfquery.hcl", []byte(lists))); err != nil {
		return err
	}
	took, err := b.cli.run(ctx, w, "", nil, "query")
	if err != nil {
		return err
	}
	b.report.note("… terraform query of the same objects: requests", fmt.Sprint(took.requests))
	b.report.note("… time of the query, CPU of the provider, its memory", fmt.Sprintf("%s, %s, %s", seconds(took.wall), seconds(took.provider), megabytes(took.peak)))
	return nil
}

// instance plans what an instance with every type was exported as.
func (b *bench) instance(ctx context.Context) error {
	w, err := b.emptyWorld(clerksim.Options{Users: b.users(1000)})
	if err != nil {
		return err
	}
	defer w.sim.Close()
	backend := stateBackend()
	defer backend.Close()
	if err := b.seed(ctx, w, backend.URL); err != nil {
		return err
	}
	if err := w.join(ctx, 30, b.users(1800)); err != nil {
		return err
	}
	// The export goes into a folder of its own, for the state of the seed is in the other.
	if w.folder, err = os.MkdirTemp(b.folder, "world-"); err != nil {
		return err
	}
	if err := w.write("main.tf", []byte(b.cli.required())); err != nil {
		return err
	}
	if _, err := b.cli.export(ctx, w); err != nil {
		return err
	}
	own := stateBackend()
	defer own.Close()
	if err := w.useBackend(ctx, b.cli, own.URL); err != nil {
		return err
	}
	if _, err := b.cli.run(ctx, w, "", nil, "apply", "-auto-approve"); err != nil {
		return err
	}
	does := &series{name: "instance: released", world: w}
	nothing := &series{name: "instance: the framework, same schemas", world: w, variant: variant.Nothing}
	if err := b.sample(ctx, b.longRuns, true, does, nothing); err != nil {
		return err
	}
	objects, err := w.exported()
	if err != nil {
		return err
	}
	what := fmt.Sprintf("An instance with every type, %s objects: ", count(objects))
	b.report.note(what+"requests of an empty plan", fmt.Sprint(does.requests()))
	b.report.ratio("… time of that plan, against a provider with the same schemas that does nothing", does, nothing, mostRatio)
	return nil
}

// seed applies a configuration with every type.
func (b *bench) seed(ctx context.Context, w *world, backend string) error {
	if err := os.CopyFS(w.folder, os.DirFS(filepath.Join("internal", "acctest", "promises", "testdata", "whole-instance"))); err != nil {
		return err
	}
	if err := w.useBackend(ctx, b.cli, backend); err != nil {
		return err
	}
	_, err := b.cli.run(ctx, w, "", nil, "apply", "-auto-approve", "-var=users=30", "-var=organizations=10", "-var=memberships=50")
	return err
}

// join makes users of the instance members of new organizations, as evenly as it goes.
func (w *world) join(ctx context.Context, organizations, memberships int) error {
	c, err := clerk.New(rest.Config{BaseURL: w.sim.URL(), SecretKey: w.sim.SecretKey(), Transport: w.sim.Aside()})
	if err != nil {
		return err
	}
	users, err := rest.Collect(c.Users.List(ctx, clerk.UserFilter{}))
	if err != nil {
		return err
	}
	for n := range organizations {
		o, err := c.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: fmt.Sprintf("Customer %d", n), MaxAllowedMemberships: rest.Value[int64](0)})
		if err != nil {
			return err
		}
		for k := range min(memberships/organizations, len(users)) {
			p := clerk.CreateMembershipParams{OrganizationID: o.ID, UserID: users[k].ID, Role: "org:member"}
			if _, err := c.OrganizationMemberships.Create(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// export runs the provider's own command in the folder of a world.
func (c *cli) export(ctx context.Context, w *world, args ...string) (cost, error) {
	program := filepath.Join(c.released, binaryName)
	cmd := exec.CommandContext(ctx, program, append([]string{"export", "--force"}, args...)...)
	cmd.Dir = w.folder
	cmd.Env = append(clean(os.Environ()), "CLERK_API_URL="+w.sim.URL(), "CLERK_SECRET_KEY="+w.sim.SecretKey())
	requests := w.sim.Stats().Requests
	watch := watchProvider(program)
	began := time.Now()
	output, err := cmd.CombinedOutput()
	took := cost{wall: time.Since(began)}
	took.provider, took.peak = watch.stop()
	took.requests = w.sim.Stats().Requests - requests
	if err != nil {
		return took, errors.Join(ctx.Err(), fmt.Errorf("%s: %w\n%s", cmd, err, output))
	}
	return took, nil
}

// exported counts the objects that were exported.
func (w *world) exported() (objects int, err error) {
	files, err := filepath.Glob(filepath.Join(w.folder, "*.tf"))
	for _, file := range files {
		text, failed := os.ReadFile(file)
		if failed != nil {
			return 0, failed
		}
		objects += bytes.Count(text, []byte("\nresource "))
	}
	return objects, err
}

// required is the block that names the provider.
func (c *cli) required() string {
	return fmt.Sprintf("terraform {\n  required_providers {\n    clerk = {\n      source = %q\n    }\n  }\n}\n", c.source())
}
