package docs_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestAccTheGuideEnterpriseCustomerRuns(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	p, api := openOn(t, sim, "enterprise-customer"), acctest.Client(t, sim)
	p.follow(0)
	e, err := api.EnterpriseConnections.Find(t.Context(), "Acme")
	if err != nil || e.Active {
		t.Fatal(e, err)
	}
	d, err := api.Directories.Find(t.Context(), "Acme")
	if err != nil {
		t.Fatal(err)
	}
	if out := p.follow(0); !strings.Contains(out, sim.APIKey(d.ID)) {
		t.Errorf("the key of the directory is not %s", out)
	}
	const metadata = "TF_VAR_acme_metadata_url=https://idp.example.com/acme/metadata"
	p.follow(0, metadata)
	e, err = api.EnterpriseConnections.Find(t.Context(), "Acme")
	if err != nil || !e.Active || *e.SAML.IDPMetadataURL != "https://idp.example.com/acme/metadata" {
		t.Error(e, err)
	}
	p.follow(0, metadata)
	if _, err := api.Directories.ReplaceGroupRoleMappings(t.Context(), d.ID, []clerk.GroupRoleMapping{{GroupID: "everyone", RoleKey: "org:admin"}}); err != nil {
		t.Fatal(err)
	}
	p.follow(2, metadata)
	p.follow(0, metadata)
	if all, err := rest.Collect(api.Directories.List(t.Context())); err != nil || len(all) > 0 {
		t.Errorf("destroy left %v: %v", all, err)
	}
	p.read()
}

// A machine's key is rotated with a grace period: both are accepted, and then only the new one.
func TestAccTheGuideMachinesRuns(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	store := t.TempDir()
	p := openOn(t, sim, "machines", `TF_VAR_put=printf %s "$SECRET" > "`+store+`/$NAME"`)
	stored := func(name string) string { return acctest.ReadFile(t, filepath.Join(store, name)) }
	if !acctest.Has(t, acctest.Actions) {
		if err := os.Remove(filepath.Join(p.Dir, "rotation.tf")); err != nil {
			t.Fatal(err)
		}
	}
	p.follow(0)
	if asked := sim.Stats().ByOperation; asked["POST /m2m_tokens"] == 0 || asked["POST /m2m_tokens/{m2m_token_id}/revoke"] == 0 {
		t.Errorf("no token of the machine was asked for and revoked: %v", asked)
	}
	first, ada := stored("reports"), stored("ada")
	accepts(t, sim, first, true)
	verifies(t, sim, ada)
	if state := p.state(); strings.Contains(state, first) || strings.Contains(state, ada) {
		t.Error("the state has a secret")
	}
	acctest.Needs(t, acctest.Actions)
	p.follow(0)
	p.follow(0)
	second := stored("reports")
	if second == first || stored("ada") != ada {
		t.Errorf("the keys are %s and %s", first, second)
	}
	accepts(t, sim, first, true)
	accepts(t, sim, second, true)
	sim.Advance(61 * time.Minute)
	accepts(t, sim, first, false)
	accepts(t, sim, second, true)
	p.follow(0)
	accepts(t, sim, second, false)
	p.read()
}

// accepts fails the test unless Clerk gives tokens to the bearer of a machine's key, or refuses them.
func accepts(t *testing.T, sim *clerksim.Server, key string, want bool) {
	t.Helper()
	if got := acctest.Status(t, sim, "/v1/m2m_tokens", key, `{}`) == http.StatusCreated; got != want {
		t.Errorf("the key %s is accepted: %t", key, got)
	}
}

// verifies fails the test unless Clerk takes the secret for that of an API key.
func verifies(t *testing.T, sim *clerksim.Server, secret string) {
	t.Helper()
	if status := acctest.Status(t, sim, "/v1/api_keys/verify", sim.SecretKey(), `{"secret":"`+secret+`"}`); status != http.StatusOK {
		t.Errorf("the secret of the API key is answered with %d", status)
	}
}
