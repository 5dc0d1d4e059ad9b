package docs_test

import (
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// restrict is a switch in the dashboard.
func restrict(t *testing.T, api *clerk.Client, p clerk.UpdateInstanceRestrictionsParams) {
	t.Helper()
	if _, err := api.Restrictions.Update(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

func TestAccTheGuideInstanceSettingsRuns(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	p, api := openOn(t, sim, "instance-settings"), acctest.Client(t, sim)
	restrict(t, api, clerk.UpdateInstanceRestrictionsParams{Blocklist: rest.Value(true), BlockEmailSubaddresses: rest.Value(true)})
	before := acctest.Writes(sim)
	p.follow(0)
	p.follow(0)
	if after := acctest.Writes(sim); !maps.Equal(after, before) {
		t.Errorf("the import wrote %v, before it %v", after, before)
	}
	p.edit("instance.tf", func(config string) string {
		return regexp.MustCompile(`\bblocklist( +)= true`).ReplaceAllString(config, "blocklist$1= false")
	})
	p.follow(0)
	p.follow(0)
	restrict(t, api, clerk.UpdateInstanceRestrictionsParams{BlockEmailSubaddresses: rest.Value(false)})
	p.follow(2)
	p.follow(0)
	has, err := api.Restrictions.Get(t.Context())
	if err != nil || has.Blocklist || has.BlockEmailSubaddresses {
		t.Errorf("after the destroy, Clerk has %+v: %v", has, err)
	}
	p.read()
}

// It is applied to a production instance, whose primary domain stands in its file.
func TestAccTheExampleOfAnInstanceIsAppliedAndThenChangesNothing(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t, func(o *clerksim.Options) { o.Environment = "production" })
	api := acctest.Client(t, sim)
	c := acctest.On(t, sim, "")
	c.Write(acctest.ReadFile(t, filepath.Join(acctest.Root(), "examples", "instance", "main.tf")))
	out := c.Must("apply", "-auto-approve")
	if !strings.Contains(out, "1 imported") || !strings.Contains(out, "frontend-api.clerk.services") {
		t.Errorf("the primary domain is not imported, or the DNS records are not shown:\n%s", acctest.LastLines(out))
	}
	c.PlansNothing("the apply")
	has, err := api.Restrictions.Get(t.Context())
	if err != nil || !has.Allowlist {
		t.Errorf("Clerk has %+v: %v", has, err)
	}
	if _, err := api.Domains.Find(t.Context(), "docs.example.org"); err != nil {
		t.Error(err)
	}
	restrict(t, api, clerk.UpdateInstanceRestrictionsParams{Allowlist: rest.Value(false)})
	if plan := c.Must("plan"); !acctest.Words("clerk_instance_restrictions.this", "allowlist", "false -> true", "0 to add, 1 to change").MatchString(plan) {
		t.Errorf("a switch in the dashboard does not show:\n%s", acctest.LastLines(plan))
	}
}
