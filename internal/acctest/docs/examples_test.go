package docs_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// needs are the features without which a CLI cannot run an example of a kind.
var needs = map[string]acctest.Feature{"actions": acctest.Actions}

// Every example of the documentation is applied, and plans nothing after it.
func TestAccAppliesEachExample(t *testing.T) {
	t.Parallel()
	examples, err := filepath.Glob(filepath.Join(acctest.Root(), "examples", "*s", "*", "*.tf"))
	if err != nil || len(examples) == 0 {
		t.Fatal("there are no examples", err)
	}
	for _, path := range examples {
		if strings.HasPrefix(filepath.Base(path), "import-by-") {
			continue
		}
		dir := filepath.Dir(path)
		kind, name := filepath.Base(filepath.Dir(dir)), filepath.Base(dir)
		if kind == "guides" {
			continue // each has a test of its own
		}
		t.Run(kind+"/"+name, func(t *testing.T) {
			t.Parallel()
			if feature, ok := needs[kind]; ok {
				acctest.Needs(t, feature)
			}
			example := newExample(t, kind, path)
			example.Must("apply", "-auto-approve")
			example.CLI.PlansNothing("the apply")
			if kind == "resources" {
				example.runImports(t, dir)
			}
			for _, m := range regexp.MustCompile(`terraform (apply) (-invoke=\S+)`).FindAllStringSubmatch(example.config, -1) {
				example.Must(m[1], m[2], "-auto-approve")
			}
		})
	}
}

type example struct {
	*acctest.CLI
	config string
}

// newExample is a folder with an example, and the environment that it asks for.
func newExample(t *testing.T, kind, path string) *example {
	t.Helper()
	sim := acctest.Start(t)
	e := &example{config: acctest.ReadFile(t, path)}
	env := []string{"CLERK_API_URL=" + sim.URL(), "CLERK_SECRET_KEY=" + sim.SecretKey()}
	users := acctest.ReadFile(t, resourceExample("clerk_user"))
	switch referring := regexp.MustCompile(`[^.\w]clerk_user\.`).MatchString(e.config); {
	case strings.Contains(e.config, `resource "clerk_user"`):
	case referring:
		e.config += users
	case kind != "resources" || madeUpID.MatchString(e.config):
		// It looks at what is there.
		all := users
		// inPlace looks at these.
		for _, other := range []string{"clerk_directory", "clerk_machine", "clerk_oauth_application", "clerk_domain", "clerk_svix_app"} {
			all += acctest.ReadFile(t, resourceExample(other))
		}
		all += ownExample(t, filepath.Base(filepath.Dir(path)), all)
		acctest.NewCLI(t, all, append(slices.Clone(env), variables(t, all)...)...).Must("apply", "-auto-approve")
		e.config = inPlace(t, sim, e.config)
	}
	e.CLI = acctest.NewCLI(t, e.config, append(env, variables(t, e.config)...)...)
	return e
}

func resourceExample(typ string) string {
	return filepath.Join(acctest.Root(), "examples", "resources", typ, "resource.tf")
}

// declared matches what begins a block of a resource, and reference what refers to one.
var (
	declared  = regexp.MustCompile(`(?m)^resource "(clerk_\w+)" "(\w+)"`)
	reference = regexp.MustCompile(`\b(clerk_\w+)\.(\w+)`)
)

// ownExample is the example of the resource whose objects a type of another kind is about:
// of clerk_jwt_templates it is that of clerk_jwt_template, and so it is of a waitlist entry's
// action. It is none where that example needs what is not there, or is there.
func ownExample(t *testing.T, name, there string) string {
	t.Helper()
	paths, err := filepath.Glob(resourceExample("*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		typ := filepath.Base(filepath.Dir(path))
		if name != typ && name != tf.Plural(typ) && !strings.HasPrefix(name, typ+"_") {
			continue
		}
		example := acctest.ReadFile(t, path)
		has := map[string]bool{}
		for _, m := range declared.FindAllStringSubmatch(there+example, -1) {
			has[m[1]+"."+m[2]] = true
		}
		lacks := slices.ContainsFunc(reference.FindAllString(example, -1), func(r string) bool { return !has[r] })
		organization := strings.Contains(example, `resource "clerk_organization"`) // inPlace makes one, with its parts
		if lacks || organization || len(has) < len(declared.FindAllString(there+example, -1)) || madeUpID.MatchString(example) {
			continue
		}
		return example
	}
	return ""
}

// inPlace is a configuration with the ids of what is there in place of made-up ones. There
// is an organization then, too, with its admin and its parts.
func inPlace(t *testing.T, sim *clerksim.Server, config string) string {
	t.Helper()
	api := acctest.Client(t, sim)
	users, err := rest.Collect(api.Users.List(t.Context(), clerk.UserFilter{EmailAddresses: []string{"grace@example.com"}}))
	if err != nil || len(users) != 1 {
		t.Fatal(users, err)
	}
	grace := users[0]
	acme, err := api.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{
		Name: "Acme", Slug: rest.Value("acme"), CreatedBy: rest.Value(grace.ID), PublicMetadata: []byte(`{"plan":"pro"}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.MakeParts(t, api, acme.ID, 1)
	makeAccess(t, api, grace.ID)
	grantToken(t, sim, grace.ID)
	return madeUpID.ReplaceAllStringFunc(config, func(id string) string {
		switch prefix := madeUpID.FindStringSubmatch(id)[1]; {
		case prefix == "user_":
			return grace.ID
		case prefix == "org_":
			return acme.ID
		case prefix == "idn_" && strings.Contains(config, "clerk_phone_number"):
			return grace.PhoneNumbers[0].ID
		case prefix == "idn_":
			return grace.EmailAddresses[0].ID
		case prefix == "dmn_":
			domains, err := rest.Collect(api.Domains.List(t.Context()))
			if err != nil {
				t.Fatal(err)
			}
			return domains[0].ID
		case prefix == "waitlist_":
			entry, err := api.WaitlistEntries.Find(t.Context(), "edith@example.com")
			if err != nil {
				t.Fatal(err)
			}
			return entry.ID
		case prefix == "sess_":
			session, err := api.Sessions.Create(t.Context(), clerk.CreateSessionParams{UserID: grace.ID})
			if err != nil {
				t.Fatal(err)
			}
			return session.ID
		}
		return id
	})
}

// makeAccess gives a user an API key, and one machine access to another.
func makeAccess(t *testing.T, api *clerk.Client, subject string) {
	t.Helper()
	if _, err := api.APIKeys.Create(t.Context(), clerk.CreateAPIKeyParams{Subject: subject, Name: "reporting"}); err != nil {
		t.Fatal(err)
	}
	machines, err := rest.Collect(api.Machines.Search(t.Context(), clerk.Search{}))
	if err != nil || len(machines) < 2 {
		t.Fatal(machines, err)
	}
	if _, err := api.MachineScopes.Create(t.Context(), clerk.CreateMachineScopeParams{From: machines[0].ID, To: machines[1].ID}); err != nil {
		t.Fatal(err)
	}
}

// leakedToken is a token that an OAuth application has of a user.
const leakedToken = "oat_leaked"

// grantToken gives the application docs a token of a user.
func grantToken(t *testing.T, sim *clerksim.Server, userID string) {
	t.Helper()
	docs, err := acctest.Client(t, sim).OAuthApplications.Find(t.Context(), "docs")
	if err != nil {
		t.Fatal(err)
	}
	body := fmt.Sprintf(`{"oauth_grants":[{"oauth_application_id":%q,"user_id":%q,"access_token":%q}]}`, docs.ID, userID, leakedToken)
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/_sim/seed", strings.NewReader(body)))
	if w.Code != http.StatusOK {
		t.Fatal(w.Body)
	}
}

// formed are values for the secrets that have a form.
var formed = map[string]string{"ada_totp_secret": "JBSWY3DPEHPK3PXP", "ada_totp_code": "123456", "leaked_token": leakedToken}

// variables are values for the secrets that an example takes as variables.
func variables(t *testing.T, config string) (env []string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`(?m)^variable "(\w+)"`).FindAllStringSubmatch(config, -1) {
		env = append(env, "TF_VAR_"+m[1]+"="+cmp.Or(formed[m[1]], "a-secret-of-more-than-sixty-four-characters-for-any-algorithm-of-hmac"))
	}
	return env
}

var (
	madeUpID   = regexp.MustCompile(`\b([a-z]+_)2[a-z]{26}\b`)
	madeUpPair = regexp.MustCompile(madeUpID.String() + "/" + madeUpID.String())
)

// runImports runs the lines of import.sh and the import blocks, with the ids of
// what was applied in place of the made-up ones.
func (e *example) runImports(t *testing.T, dir string) {
	t.Helper()
	for line := range strings.Lines(acctest.ReadFile(t, filepath.Join(dir, "import.sh"))) {
		words := strings.Fields(line)
		if len(words) < 4 || words[0] != "terraform" {
			continue
		}
		id := e.real(t, words[2], words[3])
		e.Must("state", "rm", words[2])
		e.Must("import", words[2], id)
	}
	e.applied(t, "import.sh")
	for file, feature := range map[string]acctest.Feature{"import-by-string-id.tf": "", "import-by-identity.tf": acctest.ImportByIdentity} {
		if feature != "" && !acctest.Has(t, feature) {
			continue
		}
		block := acctest.ReadFile(t, filepath.Join(dir, file))
		to := regexp.MustCompile(`to\s*=\s*(\S+)`).FindStringSubmatch(block)[1]
		block = e.real(t, to, block)
		e.Must("state", "rm", to)
		e.Write(acctest.Header + e.config + block)
		if out := e.Must("apply", "-auto-approve"); !strings.Contains(out, "1 imported, 0 added, 0 changed, 0 destroyed") &&
			!strings.Contains(out, "1 imported, 0 added, 1 changed, 0 destroyed") {
			t.Errorf("%s:\n%s", file, out)
		}
		e.Write(acctest.Header + e.config)
		e.applied(t, file)
	}
}

// applied applies once more, since an import does not know what is write-only,
// and expects nothing to be created or destroyed by it.
func (e *example) applied(t *testing.T, after string) {
	t.Helper()
	if out := e.Must("apply", "-auto-approve"); !strings.Contains(out, "0 added") || !strings.Contains(out, "0 destroyed") {
		t.Errorf("the apply after %s:\n%s", after, out)
	}
}

// real is text with the ids of the object at an address.
func (e *example) real(t *testing.T, address, text string) string {
	t.Helper()
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Address string         `json:"address"`
					Values  map[string]any `json:"values"`
				} `json:"resources"`
			} `json:"root_module"`
		} `json:"values"`
	}
	if err := json.Unmarshal([]byte(e.Must("show", "-json")), &state); err != nil {
		t.Fatal(err)
	}
	for _, r := range state.Values.RootModule.Resources {
		if r.Address != address {
			continue
		}
		if id, _ := r.Values["id"].(string); strings.Contains(id, "/") { // it is that of two objects of one kind
			text = madeUpPair.ReplaceAllLiteralString(text, id)
		}
		for name, v := range r.Values {
			if s, ok := v.(string); ok && strings.HasSuffix(name, "_machine_id") {
				text = regexp.MustCompile(`(`+name+`\s*= ")[^"]*`).ReplaceAllString(text, "${1}"+s)
			}
		}
		return madeUpID.ReplaceAllStringFunc(text, func(id string) string {
			prefix := madeUpID.FindStringSubmatch(id)[1]
			for _, v := range r.Values {
				if s, ok := v.(string); ok && strings.HasPrefix(s, prefix) {
					return s
				}
			}
			t.Fatalf("%s has no id like %s", address, id)
			return ""
		})
	}
	t.Fatalf("the state has no %s", address)
	return ""
}

// Every list block of the documentation finds something, and what is generated of
// it imports without a change.
func TestAccQueriesByEachExample(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Query)
	examples, err := filepath.Glob(filepath.Join(acctest.Root(), "examples", "list-resources", "*", "*.tfquery.hcl"))
	if err != nil || len(examples) == 0 {
		t.Fatal("there are no examples", err)
	}
	for _, path := range examples {
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			t.Parallel()
			example := newExample(t, "list-resources", path)
			example.WriteQuery(example.config)
			example.Write(acctest.Header)
			example.Must("query", "-generate-config-out=generated.tf")
			if out := example.Must("apply", "-auto-approve"); !regexp.MustCompile(`[1-9] imported, 0 added, 0 changed, 0 destroyed`).MatchString(out) {
				t.Errorf("the apply of what was generated: %s", acctest.LastLines(out))
			}
		})
	}
}
