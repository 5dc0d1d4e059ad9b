package domain_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func inProduction(o *clerksim.Options) { o.Environment = "production" }

func domain(address, arguments string) string {
	return "resource \"clerk_domain\" \"" + address + "\" {\n" + arguments + "\n}\n"
}

// held is a domain as Clerk has it.
func held(t *testing.T, i *acctest.Instance, name string) *clerk.Domain {
	t.Helper()
	d, err := i.Clerk.Domains.Find(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestASatelliteIsServedByDNSOrByAProxy(t *testing.T) {
	t.Parallel()
	const address = "clerk_domain.docs"
	const records = `[{"host":"clerk.docs.example.org","required":true,"value":"frontend-api.clerk.services"}]`
	synctest.Test(t, func(t *testing.T) { // a drift is looked at twice, ten seconds apart
		i := acctest.InProcess(t, inProduction)
		i.Drive(
			acctest.Step{
				Config: domain("docs", `name = "docs.example.org"`),
				State: map[string]string{
					address + ".is_satellite": "true", address + ".frontend_api_url": "https://clerk.docs.example.org", address + ".proxy_url": "null", address + ".cname_targets": records,
				},
				Writes: map[string]int{"POST /domains": 1},
			},
			acctest.Step{
				Config: domain("docs", "name = \"docs.example.org\"\nproxy_url = \"https://docs.example.org/__clerk\""),
				Plan:   []string{"clerk_domain.docs: update cname_targets frontend_api_url proxy_url"},
				State:  map[string]string{address + ".frontend_api_url": "https://docs.example.org/__clerk", address + ".cname_targets": "[]"},
				Writes: map[string]int{"PATCH /domains/{domain_id}": 1},
			},
			acctest.Step{
				Config: domain("docs", `name = "docs.example.org"`),
				Plan:   acctest.Nothing,
			},
			acctest.Step{
				Config: domain("docs", "name = \"docs.example.org\"\nproxy_url = \"\""),
				State:  map[string]string{address + ".cname_targets": records},
				Check: func(acctest.States) {
					if d := held(t, i, "docs.example.org"); d.ProxyURL != nil {
						t.Error("not back to DNS:", *d.ProxyURL)
					}
				},
			},
			acctest.Step{
				Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
					d, err := c.Domains.Find(ctx, "docs.example.org")
					if err != nil {
						return err
					}
					_, err = c.Domains.Update(ctx, d.ID, clerk.UpdateDomainParams{ProxyURL: rest.Value("https://proxy.example.org")})
					return err
				}),
				Config: domain("docs", "name = \"docs.example.org\"\nproxy_url = \"\""),
				Plan:   []string{"clerk_domain.docs: update cname_targets frontend_api_url proxy_url"},
			},
		)
	})
}

func TestASatelliteIsMadeBehindItsProxy(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, inProduction)
	i.Drive(acctest.Step{
		Config: domain("docs", "name = \"docs.example.org\"\nproxy_url = \"https://docs.example.org/__clerk\""),
		State:  map[string]string{"clerk_domain.docs.proxy_url": "https://docs.example.org/__clerk"},
		Writes: map[string]int{"POST /domains": 1},
	})
}

// The primary domain is let go at the end, since it cannot be destroyed.
func TestThePrimaryDomainIsImportedAndChangedAndNeverDestroyed(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, inProduction)
	id := held(t, i, "example.com").ID
	i.Drive(
		acctest.Step{Config: domain("primary", `name = "example.com"`), Fails: []string{"example.com", "import", id}},
		acctest.Step{
			Import: map[string]string{"clerk_domain.primary": "example.com"},
			Config: domain("primary", `name = "example.com"`),
			Plan:   acctest.Nothing,
			State:  map[string]string{"clerk_domain.primary.id": id, "clerk_domain.primary.is_satellite": "false"},
		},
		acctest.Step{
			Config: domain("primary", "name = \"example.org\"\nis_secondary = true"),
			Writes: map[string]int{"PATCH /domains/{domain_id}": 1},
			State:  map[string]string{"clerk_domain.primary.id": id, "clerk_domain.primary.frontend_api_url": "https://clerk.example.org"},
		},
		acctest.Step{
			Config: "",
			Fails:  []string{`Cannot destroy domain "example.org"`, "example.org is the primary domain of the instance", "terraform state rm"},
		},
		acctest.Step{Forget: []string{"clerk_domain.primary"}, Config: "", Plan: acctest.Nothing, Writes: map[string]int{}},
	)
	if held(t, i, "example.org").ID != id {
		t.Error("the primary domain is another one")
	}
}

// is_secondary says how Clerk reads a new name, and is sent beside one alone.
func TestWhetherADomainIsSecondaryIsSentWithItsName(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, inProduction)
	i.Drive(
		acctest.Step{Config: domain("docs", "name = \"docs.example.org\"\nis_secondary = false"), Writes: map[string]int{"POST /domains": 1}},
		acctest.Step{Config: domain("docs", "name = \"docs.example.org\"\nis_secondary = true"), Plan: acctest.Nothing, Writes: map[string]int{}},
	)
}

func TestAProxyIsCheckedBeforeADomainUsesIt(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, inProduction)
	id := held(t, i, "example.com").ID
	check := func(more string) string {
		return "action \"clerk_proxy_check\" \"this\" {\n  config {\n    domain_id = \"" + id + "\"\n" + more + "  }\n}\n"
	}
	const proxy = "    proxy_url = \"https://example.com/__clerk\"\n"
	if out, errs := i.Invoke(check(proxy)); errs != "" || !acctest.Words("Clerk is reached through https://example.com/__clerk").MatchString(out) {
		t.Error(out, errs)
	}
	if _, errs := i.Invoke(check("")); !acctest.Words("proxy_url").MatchString(errs) {
		t.Error("a domain without a proxy:", errs)
	}
	if held(t, i, "example.com").ProxyURL != nil {
		t.Error("a check changed the domain")
	}
	if err := i.Sim.Switch("proxy", false); err != nil {
		t.Fatal(err)
	}
	if _, errs := i.Invoke(check(proxy)); !acctest.Words("Could not check the proxy of the domain "+id, "https://example.com/__clerk, Clerk does not reach").MatchString(errs) {
		t.Error(errs)
	}
}
