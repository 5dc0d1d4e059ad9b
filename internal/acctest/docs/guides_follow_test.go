package docs_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// held are the users that Clerk holds, by their first email address.
func held(t *testing.T, api *clerk.Client) map[string]clerk.User {
	t.Helper()
	out := map[string]clerk.User{}
	for u, err := range api.Users.List(t.Context(), clerk.UserFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		out[u.PrimaryEmailAddress()] = u
	}
	return out
}

// change is a change outside Terraform.
func change(t *testing.T, api *clerk.Client, id string, p clerk.UpdateUserParams) {
	t.Helper()
	if _, err := api.Users.Update(t.Context(), id, p); err != nil {
		t.Fatal(err)
	}
}

func TestAccTheGuideGettingStartedRuns(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	p, api := openOn(t, sim, "getting-started"), acctest.Client(t, sim)
	p.follow(0)
	if len(acctest.Writes(sim)) > 0 {
		t.Errorf("a plan wrote %v", acctest.Writes(sim))
	}
	p.follow(0)
	ada := held(t, api)["ada@example.com"]
	change(t, api, ada.ID, clerk.UpdateUserParams{Account: clerk.Account{FirstName: rest.Value("Augusta"), LastName: rest.Value("Brightwater")}})
	if _, err := api.EmailAddresses.Create(t.Context(), clerk.CreateEmailAddressParams{UserID: ada.ID, EmailAddress: "ada.brightwater@example.com"}); err != nil {
		t.Fatal(err)
	}
	if plan := p.follow(0); regexp.MustCompile(`last_name +=.*->`).MatchString(plan) {
		t.Errorf("the plan takes back what the configuration does not mention:\n%s", plan)
	}
	ada = held(t, api)["ada@example.com"]
	if got := acctest.Text(ada.FirstName) + " " + acctest.Text(ada.LastName); got != "Ada Brightwater" || len(ada.EmailAddresses) != 2 {
		t.Errorf("Clerk holds %s with %d addresses", got, len(ada.EmailAddresses))
	}
	p.follow(0)
	if left := held(t, api); len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
	p.read()
}

// cloud is one address for several instances, told apart by their keys, as
// Clerk's own is.
func cloud(t *testing.T, instances ...*clerksim.Server) (address string) {
	t.Helper()
	byKey := map[string]http.Handler{}
	for _, sim := range instances {
		target, err := url.Parse(sim.URL())
		if err != nil {
			t.Fatal(err)
		}
		byKey["Bearer "+sim.SecretKey()] = httputil.NewSingleHostReverseProxy(target)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		byKey[r.Header.Get("Authorization")].ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestAccTheGuideDevelopmentToProductionRuns(t *testing.T) {
	t.Parallel()
	development := acctest.Start(t)
	production := acctest.Start(t, func(o *clerksim.Options) { o.Environment = "production" })
	clicked, empty := acctest.Start(t), acctest.Start(t, func(o *clerksim.Options) { o.Environment = "production" })
	p := open(t, "development-to-production", "CLERK_API_URL="+cloud(t, development, production, clicked, empty))
	p.edit("main.tf", func(config string) string { return madeUpID.ReplaceAllString(config, production.InstanceID()) })
	keys := func(development, production *clerksim.Server) []string {
		return []string{"TF_VAR_development_secret_key=" + development.SecretKey(), "TF_VAR_production_secret_key=" + production.SecretKey()}
	}
	p.follow(0, keys(development, production)...)
	if len(held(t, acctest.Client(t, development))) != 1 || production.Stats().Requests > 0 {
		t.Errorf("the first apply sent %v to production", production.Stats().ByOperation)
	}
	p.follow(0, keys(development, production)...)
	if writes := acctest.Writes(production); len(writes) > 0 {
		t.Errorf("the review sent %v to production", writes)
	}
	p.follow(0, keys(development, production)...)
	if users := held(t, acctest.Client(t, production)); len(users) > 0 {
		t.Errorf("production has the users %v", users)
	}
	for sim, audience := range map[*clerksim.Server]string{development: "https://api.development.example.com", production: "https://api.example.com"} {
		templates, err := rest.Collect(acctest.Client(t, sim).JWTTemplates.List(t.Context()))
		if err != nil || len(templates) != 1 || !strings.Contains(string(templates[0].Claims), `"`+audience+`"`) {
			t.Errorf("there are the templates %v: %v", templates, err)
		}
	}
	before := [2]map[string]int{development.Stats().ByOperation, production.Stats().ByOperation}
	if out := p.follow(1, keys(production, development)...); !acctest.Words("The secret key belongs to another instance").MatchString(out) {
		t.Errorf("allowed_instance_ids refuses nothing:\n%s", out)
	}
	for i, sim := range []*clerksim.Server{development, production} {
		got := sim.Stats().ByOperation
		got["GET /instance"] = before[i]["GET /instance"]
		if !maps.Equal(got, before[i]) {
			t.Errorf("with swapped keys the requests went from %v to %v", before[i], got)
		}
	}
	click(t, acctest.Client(t, clicked))
	p.follow(0, "CLERK_SECRET_KEY="+clicked.SecretKey())
	there := []string{"CLERK_SECRET_KEY=" + empty.SecretKey(), "TF_VAR_environment=production"}
	p.follow(0, there...)
	p.follow(0, there...)
	if has, err := acctest.Client(t, empty).Restrictions.Get(t.Context()); err != nil || !has.Blocklist {
		t.Errorf("production has the restrictions %+v: %v", has, err)
	}
	p.read()
}

// click makes by hand what a development instance has of its own.
func click(t *testing.T, api *clerk.Client) {
	t.Helper()
	restrict(t, api, clerk.UpdateInstanceRestrictionsParams{Blocklist: rest.Value(true)})
	read, err := api.OrganizationPermissions.Create(t.Context(), clerk.OrganizationPermissionParams{Key: rest.Value("org:invoices:read"), Name: rest.Value("Read invoices")})
	if err == nil {
		_, err = api.OrganizationRoles.Create(t.Context(), clerk.OrganizationRoleParams{
			Key: rest.Value("org:billing"), Name: rest.Value("Billing"), Permissions: rest.Value([]string{read.ID}), IncludeInInitialRoleSet: rest.Value(true),
		})
	}
	if err == nil {
		_, err = api.JWTTemplates.Create(t.Context(), clerk.JWTTemplateParams{Name: "api", Claims: []byte(`{"aud":"https://api.example.com"}`)})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestAccTheGuideSeedingRuns(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	p, api := openOn(t, sim, "seeding"), acctest.Client(t, sim)
	p.follow(0)
	users := held(t, api)
	ada := users["ada.brightwater@example.com"]
	if len(users) != 3 || acctest.Text(ada.ExternalID) != "U-2001" || time.UnixMilli(ada.CreatedAt).UTC().Year() != 2019 || !users["chioma.oakenshade@example.com"].Banned {
		t.Errorf("Clerk holds %+v", users)
	}
	if ok, err := api.Users.VerifyPassword(t.Context(), ada.ID, "a password of long ago"); !ok || err != nil {
		t.Errorf("the migrated password does not verify: %v", err)
	}
	if strings.Contains(p.state(), "$2a$") {
		t.Error("the state contains a digest")
	}
	sim.Advance(time.Minute) // or an apply that has lost an answer would take them for its own
	p.adoptsWhatAKillLost(users)
	p.edit("users.csv", func(file string) string { return file + "U-2004,dmitri.halloran@example.com,Dmitri,,,,,\n" })
	p.follow(0)

	released := acctest.ReadFile(t, filepath.Join(p.Dir, "released", "main.tf"))
	p.edit("main.tf", func(string) string { return released })
	before := acctest.Writes(sim)
	p.follow(0)
	if strings.Contains(p.state(), "clerk_user") || !maps.Equal(acctest.Writes(sim), before) {
		t.Errorf("the writes are %v, and were %v; the state is\n%s", acctest.Writes(sim), before, p.state())
	}
	p.read()
}

func TestAccTheGuideSecretsRuns(t *testing.T) {
	t.Parallel()
	const key, token = "a-signing-key-of-more-than-sixty-four-characters-for-any-algorithm-of-hmac", "token of the CRM"
	sim := acctest.Start(t)
	p, api := openOn(t, sim, "secrets", "TF_VAR_partner_signing_key="+key, "TF_VAR_crm_token="+token), acctest.Client(t, sim)
	verifies := func(password string, want bool) {
		t.Helper()
		if ok, err := api.Users.VerifyPassword(t.Context(), held(t, api)["robot@example.com"].ID, password); ok != want || err != nil {
			t.Errorf("%q verifies: %v, %v", password, ok, err)
		}
	}
	p.follow(0, "TF_VAR_robot_password=the first password")
	verifies("the first password", true)
	if metadata := string(held(t, api)["robot@example.com"].PrivateMetadata); !strings.Contains(metadata, token) {
		t.Errorf("Clerk holds the private metadata %s", metadata)
	}
	// Another value under the same version is not sent; the check tells of it.
	p.follow(0, "TF_VAR_robot_password=the second password")
	p.follow(0, "TF_VAR_robot_password=the second password")
	verifies("the first password", false)
	verifies("the second password", true)
	for secret, stored := range map[string]bool{"the first password": false, "the second password": false, key: false, token: false, "payroll_id": true} {
		if strings.Contains(p.state(), secret) != stored {
			t.Errorf("whether the state contains %q: %v, expected %v", secret, !stored, stored)
		}
	}
	p.read()
}

// scripts are what the steps of a workflow run, one after the other.
func scripts(workflow string) string {
	var out strings.Builder
	block := -1 // how far the block is indented that this line may be part of
	for line := range strings.Lines(workflow) {
		text := strings.TrimLeft(line, " ")
		indent := len(line) - len(text)
		if block >= 0 && indent > block {
			out.WriteString(text)
			continue
		}
		block = -1
		switch command, runs := strings.CutPrefix(strings.TrimPrefix(text, "- "), "run: "); {
		case runs && strings.TrimSpace(command) == "|":
			block = indent
		case runs:
			out.WriteString(command)
		}
	}
	return out.String()
}

func TestAccTheGuideDriftDetectionRuns(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	p, api := openOn(t, sim, "drift-detection"), acctest.Client(t, sim)
	p.Must("apply", "-auto-approve")
	commands, summary := scripts(acctest.ReadFile(t, filepath.Join(p.Dir, "drift.yml"))), filepath.Join(p.Dir, "summary")
	workflow := func(code int, says string, exports ...string) {
		t.Helper()
		before := acctest.Writes(sim)
		out, got := p.Shell(script(commands, append(exports, "GITHUB_STEP_SUMMARY="+summary)...))
		if told := acctest.ReadFile(t, summary); got != code || !acctest.Words(says).MatchString(told) {
			t.Errorf("the workflow exits with %d, expected %d and %q, and tells %q:\n%s", got, code, says, told, out)
		}
		if !maps.Equal(acctest.Writes(sim), before) {
			t.Errorf("the workflow wrote: %v, before it %v", acctest.Writes(sim), before)
		}
		if err := os.Remove(summary); err != nil {
			t.Fatal(err)
		}
	}
	support := held(t, api)["support@example.com"]
	change(t, api, support.ID, clerk.UpdateUserParams{Account: clerk.Account{FirstName: rest.Value("Robin"), LastName: rest.Value("Fairweather")}})
	workflow(0, "No drift.")
	p.follow(2)

	if _, err := api.Users.MergeMetadata(t.Context(), support.ID, clerk.Metadata{Public: json.RawMessage(`{"role":"admin"}`)}); err != nil {
		t.Fatal(err)
	}
	workflow(2, "Clerk has drifted: # clerk_user.support will be updated in-place Plan: 0 to add, 1 to change, 0 to destroy.")
	workflow(1, "The plan failed", "CLERK_SECRET_KEY=sk_test_of_nobody")
	p.read()
}

func TestAccTheGuideOpenTofuRuns(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	p := openOn(t, sim, "opentofu", "TF_VAR_ada_password=a password of Ada's", "TF_VAR_state_passphrase=a passphrase of some length")
	p.follow(0)
	var state struct {
		EncryptedData string `json:"encrypted_data"`
	}
	if err := json.Unmarshal([]byte(p.state()), &state); err != nil {
		t.Fatal(err)
	}
	// Terraform does not read encryption.tofu.
	tofu := acctest.Has(t, acctest.StateEncryption)
	if encrypted := state.EncryptedData != ""; encrypted != tofu || strings.Contains(p.state(), "payroll_id") == tofu {
		t.Errorf("the state is encrypted: %v, and OpenTofu wrote it: %v", encrypted, tofu)
	}
	p.follow(0)
	p.read()
}
