package docs_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// clicked makes what somebody has set up by hand in the dashboard: two users and a template.
func clicked(t *testing.T, api *clerk.Client) {
	t.Helper()
	for _, u := range []clerk.CreateUserParams{
		{
			Account:         clerk.Account{FirstName: rest.Value("Ada"), LastName: rest.Value("Brightwater"), Password: rest.Value("a password of Ada's")},
			EmailAddresses:  []string{"ada@example.com", "ada.brightwater@example.com"},
			PublicMetadata:  json.RawMessage(`{"role":"analyst"}`),
			PrivateMetadata: json.RawMessage(`{"payroll_id":1007}`),
		},
		{EmailAddresses: []string{"mallory@example.com"}, PhoneNumbers: []string{"+15555550100"}, Banned: rest.Value(true), Locked: rest.Value(true)},
	} {
		if _, err := api.Users.Create(t.Context(), u); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := api.JWTTemplates.Create(t.Context(), clerk.JWTTemplateParams{Name: "api", Claims: json.RawMessage(`{"role":null,"aud":"api"}`), Lifetime: rest.Value[int64](120)}); err != nil {
		t.Fatal(err)
	}
}

func TestAccTheGuideAdoptingRuns(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	p, api := openOn(t, sim, "adopting"), acctest.Client(t, sim)
	clicked(t, api)
	before := acctest.Writes(sim)
	guide := p.Dir
	if acctest.Has(t, acctest.Query) {
		p.follow(0)
		p.follow(0)
		p.follow(0)
		if state := p.state(); !strings.Contains(state, "payroll_id") {
			t.Errorf("the state lacks the private metadata that the page warns of:\n%s", state)
		}
		p.steps = p.steps[2:]
	} else {
		p.steps = p.steps[3:]
		if p.follow(0); strings.Contains(acctest.ReadFile(t, filepath.Join(guide, "users.tf")), "payroll_id") {
			t.Error("the export has private metadata")
		}
		p.follow(0)
	}
	p.Dir = filepath.Join(guide, "by-email")
	p.follow(0)
	p.read()
	if !maps.Equal(acctest.Writes(sim), before) {
		t.Errorf("adopting wrote %v, before it %v", acctest.Writes(sim), before)
	}
}

// adoptsWhatAKillLost takes two users out of the state, as a Terraform that is killed
// does not write them there, and imports them with the block of the page.
func (p *page) adoptsWhatAKillLost(users map[string]clerk.User) {
	p.t.Helper()
	for _, id := range []string{"U-2001", "U-2002"} {
		p.Must("state", "rm", fmt.Sprintf("module.users.clerk_user.seed[%q]", id))
	}
	if out, code := p.Run("apply", "-auto-approve"); code != 1 || strings.Count(out, "form_identifier_exists") < 2 {
		p.t.Fatalf("the apply exits with %d:\n%s", code, out)
	}
	text := acctest.ReadFile(p.t, filepath.Join(acctest.Root(), "templates", "guides", "seeding.md.tmpl"))
	block := regexp.MustCompile("(?ms)^```terraform\n(import .*?)^```$").FindStringSubmatch(text)
	p.Write(acctest.ReadFile(p.t, filepath.Join(p.Dir, "main.tf")) + block[1])
	if out := p.Must("apply", "-auto-approve"); !acctest.Words("2 imported, 0 added, 1 changed, 0 destroyed").MatchString(out) {
		p.t.Errorf("the apply that imports says:\n%s", out)
	}
	p.CLI.PlansNothing("the import")
	for _, u := range users {
		if !strings.Contains(p.state(), u.ID) {
			p.t.Errorf("the state has lost %s", u.ID)
		}
	}
}
