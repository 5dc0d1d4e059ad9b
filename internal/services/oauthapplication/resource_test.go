package oauthapplication_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// The order of scopes and redirect URIs means nothing, whether Clerk keeps it or not.
func TestScopesAndRedirectURIsHaveNoOrder(t *testing.T) {
	t.Parallel()
	for _, lists := range []string{"kept", "sorted"} {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"oauth_lists": lists} })
		i.Drive(
			acctest.Step{Config: docs(`scopes = ["public_metadata", "email", "profile"]`, `redirect_uris = ["my-app://callback", "https://docs.example.com/callback"]`)},
			acctest.Step{Config: docs(`scopes = ["profile", "public_metadata", "email"]`, `redirect_uris = ["https://docs.example.com/callback", "my-app://callback"]`), Plan: acctest.Nothing},
			acctest.Step{
				Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
					_, err := c.OAuthApplications.Update(ctx, application(t, i).ID, clerk.UpdateOAuthApplicationParams{Scopes: rest.Value("profile email  public_metadata")})
					return err
				}),
				Config: docs(`scopes = ["profile", "public_metadata", "email"]`, `redirect_uris = ["https://docs.example.com/callback", "my-app://callback"]`), Plan: acctest.Nothing,
			},
			acctest.Step{Config: docs(`scopes = ["email"]`, `redirect_uris = []`), Plan: []string{address + ": update redirect_uris scopes"}, Writes: map[string]int{patch: 1}, Check: func(acctest.States) {
				if a := application(t, i); a.Scopes != "email" || len(a.RedirectURIs) != 0 {
					t.Errorf("Clerk has %+v", a)
				}
			}},
			// Omitted, they are left alone.
			acctest.Step{Config: docs(), Plan: acctest.Nothing},
		)
	}
}

func TestWhatAnOAuthApplicationCannotBeIsAnErrorOfThePlan(t *testing.T) {
	t.Parallel()
	for line, words := range map[string][]string{
		`scopes = ["profile email"]`: {"scopes", "is not one scope", `["profile", "email"]`},
		`scopes = [""]`:              {"scopes", "is not one scope"},
		`scopes = [null]`:            {"An element is null", "scopes"},
		fmt.Sprintf(`scopes = [%q, %q]`, strings.Repeat("a", 512), strings.Repeat("b", 512)): {"scopes", "have 1025 characters", "at most 1024"},
		`redirect_uris = ["/callback"]`: {"redirect_uris", "is not a whole URL"},
		`redirect_uris = [null]`:        {"An element is null", "redirect_uris"},
		`logo = "missing.png"`:          {"logo", "no such file"},
	} {
		acctest.InProcess(t).ExpectRefused(docs(line), words...)
	}
	acctest.InProcess(t).ExpectRefused(acctest.Replace(t, docs(), `"docs"`+"\n  \n", `"`+strings.Repeat("a", 257)+"\"\n"), "name", "256")
}

// Clerk asks for consent to clients that have registered themselves.
func TestTheConsentScreenOfAClientThatRegisteredItselfStays(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Post("/_sim/seed", map[string]any{"oauth_clients": []any{map[string]any{"name": "docs", "redirect_uris": []string{"http://localhost/callback"}}}})
	i.Drive(
		acctest.Step{Import: map[string]string{address: "docs"}, Config: docs(), Plan: acctest.Nothing, State: map[string]string{address + ".dynamically_registered": "true"}},
		acctest.Step{Config: docs("consent_screen_enabled = false"), Fails: []string{"consent screen cannot be turned off", "registered itself"}, Writes: map[string]int{}},
		acctest.Step{Config: docs("consent_screen_enabled = true")},
	)
}

func TestAnImportByANameThatSeveralHaveNamesThem(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	var ids []string
	for range 2 {
		a, err := i.Clerk.OAuthApplications.Create(t.Context(), clerk.CreateOAuthApplicationParams{Name: "docs"})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	i.ExpectNoImport(address, "docs", `2 OAuth applications have the name "docs"`, ids[1], ids[0])
	i.ExpectNoImport(address, "Docs", "no OAuth application")
	i.ExpectNoImport(address, "name:", "No name is given")
}

// No document says what the ids begin with.
func TestAnImportTakesAnIDThatBeginsOtherwise(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"oauth_application_id": "oauthapp"} })
	a, err := i.Clerk.OAuthApplications.Create(t.Context(), clerk.CreateOAuthApplicationParams{Name: "docs"})
	if err != nil || !strings.HasPrefix(a.ID, "oauthapp_") {
		t.Fatal(a, err)
	}
	i.ExpectNoImport(address, "oauthapp_"+strings.Repeat("a", 27), "no OAuth application")
	i.Drive(acctest.Step{Import: map[string]string{address: a.ID}, Config: docs(), Plan: acctest.Nothing, State: map[string]string{address + ".id": a.ID}})
}

func TestALogoIsUploadedReplacedAndNeverRemoved(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	dir := t.TempDir()
	write := func(name, more string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("\x89PNG\r\n\x1a\n"+more), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	logo := func(path string) string { return docs(fmt.Sprintf("logo = %q", path)) }
	first, second := write("first.png", "1"), write("second.png", "2")
	i.Drive(
		acctest.Step{Config: logo(""), Writes: map[string]int{create: 1}, State: map[string]string{address + ".image_url": "", address + ".logo_sha256": ""}},
		acctest.Step{Config: logo(first), Plan: []string{address + ": update image_url logo logo_sha256"}, Writes: map[string]int{upload: 1}, Check: func(states acctest.States) {
			if got := application(t, i).ClientImageURL; got == nil || *got != states.Get(address, "image_url") {
				t.Errorf("Clerk has %v, and the state is %s", got, states[address])
			}
		}},
		acctest.Step{Config: logo(write("same.png", "1")), Plan: acctest.Nothing},
		acctest.Step{Config: logo(second), Writes: map[string]int{upload: 1}},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.OAuthApplications.SetLogo(ctx, application(t, i).ID, "other.png", []byte("\x89PNG\r\n\x1a\nother"))
				return err
			}),
			Config: logo(second), Plan: []string{address + ": update image_url logo logo_sha256"}, Writes: map[string]int{upload: 1},
		},
		acctest.Step{Config: logo(""), Fails: []string{"The logo cannot be removed", "no request that removes the logo", "take the argument out"}, Writes: map[string]int{}},
		acctest.Step{Config: docs(), Writes: map[string]int{}},
		acctest.Step{Config: logo(""), Fails: []string{"The logo cannot be removed"}, Writes: map[string]int{}},
		acctest.Step{Config: docs("pkce_required = true"), Writes: map[string]int{patch: 1}},
	)
}

// The answer to the upload has no secret, and the one to the creation has.
func TestANewOAuthApplicationWithALogoKeepsItsSecretOrIsUndone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	logo := filepath.Join(t.TempDir(), "logo.png")
	if err := os.WriteFile(logo, []byte("\x89PNG\r\n\x1a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	config := docs("keep_client_secret = true", fmt.Sprintf("logo = %q", logo))
	i.Drive(acctest.Step{Config: config, Check: keeps(t, i, &[]string{}), Writes: map[string]int{create: 1, upload: 1}})
	i.Sim.PlaceFault(clerksim.Fault{Operation: upload, Kind: "502", Times: 20})
	i.Drive(acctest.Step{
		Config: "provider \"clerk\" {\n  max_retries = 0\n}\n" + config,
		Fails:  []string{`Could not create OAuth application "docs"`, "logo", "502", "It was deleted again"},
	})
	if all := i.Held("oauth_applications"); len(all) != 0 {
		t.Errorf("left behind were %v", all)
	}
}

func TestAnOAuthApplicationIsReadByItsIDItsNameAndItsClientID(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	a, err := i.Clerk.OAuthApplications.Create(t.Context(), clerk.CreateOAuthApplicationParams{Name: "docs", RedirectURIs: rest.Value([]string{"my-app://callback"})})
	if err != nil {
		t.Fatal(err)
	}
	for argument, value := range map[string]string{"id": a.ID, "name": "docs", "client_id": a.ClientID} {
		read := i.Read(fmt.Sprintf("data \"clerk_oauth_application\" \"docs\" {\n  %s = %q\n}\n", argument, value))
		if read.GetAttr("id").AsString() != a.ID || read.GetAttr("client_id").AsString() != a.ClientID || read.GetAttr("scopes").LengthInt() != 2 || read.GetAttr("image_url").AsString() != "" {
			t.Errorf("by its %s it is %s", argument, read.GoString())
		}
	}
	if _, err := i.Clerk.OAuthApplications.Create(t.Context(), clerk.CreateOAuthApplicationParams{Name: "shop"}); err != nil {
		t.Fatal(err)
	}
	for arguments, want := range map[string][]string{
		"": {"shop", "docs"}, `name_query = "OC"`: {"docs"}, `name_query = "` + a.ClientID + `"`: {"docs"}, `order_by = "name"`: {"docs", "shop"}, "order_by = \"-name\"\nlimit = 1": {"shop"},
	} {
		var names []string
		for _, one := range i.Read("data \"clerk_oauth_applications\" \"all\" {\n" + arguments + "\n}\n").GetAttr("oauth_applications").AsValueSlice() {
			names = append(names, one.GetAttr("name").AsString())
		}
		if !slices.Equal(names, want) {
			t.Errorf("%s: %v, expected %v", arguments, names, want)
		}
	}
}
