// Command demo shows the provider at work, on a local Clerk and with a real
// CLI: it applies examples/quickstart, changes two things behind Terraform's
// back, has a plan find them, puts them right, and destroys everything. It fails
// unless each step does exactly what it says. `make demo` builds what it needs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// What examples/quickstart describes, and what the demo does to it.
const (
	users     = 25
	templates = 2

	renamed      = "ada.brightwater@example.com"
	renamedAddr  = `clerk_user.people["` + renamed + `"]`
	firstName    = "Ada"
	otherName    = "Adelaide"
	template     = "api"
	templateAddr = "clerk_jwt_template.api"
	lifetime     = 600
	longLifetime = 86400
)

func main() {
	binary := flag.String("cli", filepath.Join(".bin", "terraform"), "the Terraform or OpenTofu to run")
	config := flag.String("config", filepath.Join(".bin", "dev.tfrc"), "the CLI configuration that names the provider to run")
	example := flag.String("example", filepath.Join("examples", "quickstart"), "the configuration to apply")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	if err := run(ctx, *binary, *config, *example); err != nil {
		cancel()
		stop()
		fmt.Fprintf(os.Stderr, "\nThe demo failed: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, binary, config, example string) (err error) {
	began := time.Now()

	sim, err := clerksim.Start(clerksim.Options{RateLimit: "development"})
	if err != nil {
		return err
	}
	defer sim.Close()
	api := clerk{url: sim.URL(), key: sim.SecretKey()}

	folder, err := os.MkdirTemp("", "clerk-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if err := os.CopyFS(folder, os.DirFS(example)); err != nil {
		return err
	}
	tf, err := newCLI(binary, config, folder, sim)
	if err != nil {
		return err
	}
	version, err := tf.version(ctx)
	if err != nil {
		return err
	}

	say("A local Clerk listens on %s, with the rate limit of a development instance.", sim.URL())
	say("%s runs in %s, a copy of %s.", version, folder, example)

	say("\n1. Create %d users from a CSV file, and %d JWT templates.", users, templates)
	if err := tf.run(ctx, inShort, "apply", "-auto-approve"); err != nil {
		return err
	}
	banned, locked, err := created(ctx, api)
	if err != nil {
		return err
	}
	say("Clerk now holds %d users, %d of them banned and %d locked, and %d JWT templates.", users, banned, locked, templates)

	say("\n2. Change two things behind Terraform's back, as a person in the dashboard might.")
	if err := interfere(ctx, api); err != nil {
		return err
	}

	say("\n3. The next plan finds these two, and nothing else.")
	if err := tf.plan(ctx, "drift.tfplan"); err != nil {
		return err
	}
	if err := foundExactlyTheDrift(ctx, tf); err != nil {
		return err
	}

	say("\n4. Apply it.")
	if err := tf.run(ctx, inShort, "apply", "drift.tfplan"); err != nil {
		return err
	}
	if err := putRight(ctx, api); err != nil {
		return err
	}

	say("\n5. The plan after that is empty.")
	if err := tf.run(ctx, inFull, "plan", "-detailed-exitcode"); err != nil {
		return err
	}

	say("\n6. Destroy.")
	if err := tf.run(ctx, inShort, "destroy", "-auto-approve"); err != nil {
		return err
	}
	if err := holds(ctx, api, 0, 0); err != nil {
		return err
	}

	stats := sim.Stats()
	say("\nSummary")
	say("  ran               %s", version)
	say("  created           %d users (%d banned, %d locked), %d JWT templates", users, banned, locked, templates)
	say("  changed outside   first_name of %s: %s → %s", renamed, firstName, otherName)
	say("                    lifetime of JWT template %q: %d → %d", template, lifetime, longLifetime)
	say("  found by the plan these two changes, and no other")
	say("  put right         2 updates in place; the plan after them was empty")
	say("  destroyed         %d objects; Clerk holds no user and no template", users+templates)
	say("  requests          %d, of which %d were throttled (Clerk allows 100 in 10 seconds)", stats.Requests, stats.Throttled)
	say("  took              %.1f seconds", time.Since(began).Seconds())
	return nil
}

// created fails unless Clerk holds what the configuration describes.
func created(ctx context.Context, api clerk) (banned, locked int, err error) {
	if err := holds(ctx, api, users, templates); err != nil {
		return 0, 0, err
	}
	var all []struct{ Banned, Locked bool }
	if err := api.get(ctx, "/users?limit=500", &all); err != nil {
		return 0, 0, err
	}
	for _, u := range all {
		if u.Banned {
			banned++
		}
		if u.Locked {
			locked++
		}
	}
	if banned != 1 || locked != 1 {
		return 0, 0, fmt.Errorf("%d users are banned and %d locked, not one each", banned, locked)
	}
	return banned, locked, nil
}

func holds(ctx context.Context, api clerk, users, templates int) error {
	var u, t struct {
		Total int `json:"total_count"`
	}
	err := errors.Join(
		api.get(ctx, "/users/count", &u),
		api.get(ctx, "/jwt_templates?paginated=true", &t),
	)
	if err == nil && (u.Total != users || t.Total != templates) {
		err = fmt.Errorf("there are %d users and %d JWT templates in Clerk, not %d and %d", u.Total, t.Total, users, templates)
	}
	return err
}

// interfere renames a user and makes the tokens of a template live longer.
func interfere(ctx context.Context, api clerk) error {
	u, err := api.user(ctx, renamed)
	if err != nil {
		return err
	}
	if err := api.patch(ctx, "/users/"+u.ID, map[string]any{"first_name": otherName}); err != nil {
		return err
	}
	t, err := api.template(ctx, template)
	if err != nil {
		return err
	}
	return api.patch(ctx, "/jwt_templates/"+t.ID, map[string]any{"name": t.Name, "claims": t.Claims, "lifetime": longLifetime})
}

func putRight(ctx context.Context, api clerk) error {
	u, err := api.user(ctx, renamed)
	if err != nil {
		return err
	}
	t, err := api.template(ctx, template)
	if err != nil {
		return err
	}
	if u.FirstName != firstName || t.Lifetime != lifetime {
		return fmt.Errorf("after the apply the user is called %q and the template's lifetime is %d", u.FirstName, t.Lifetime)
	}
	say("Clerk has first_name %q and lifetime %d again.", u.FirstName, t.Lifetime)
	return nil
}

// foundExactlyTheDrift reads the saved plan: two updates, each of the one
// argument that was changed outside.
func foundExactlyTheDrift(ctx context.Context, tf *cli) error {
	changes, err := tf.planned(ctx, "drift.tfplan")
	if err != nil {
		return err
	}
	want := []string{
		templateAddr + " update lifetime",
		renamedAddr + " update first_name",
	}
	if strings.Join(changes, "\n") != strings.Join(want, "\n") {
		return fmt.Errorf("the plan should hold\n  %s\nand holds\n  %s", strings.Join(want, "\n  "), strings.Join(changes, "\n  "))
	}
	for _, c := range changes {
		say("In the saved plan: %s", c)
	}
	return nil
}

func say(format string, args ...any) { fmt.Printf(format+"\n", args...) }
