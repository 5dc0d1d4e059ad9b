package oauthapplication_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func revoking(id, token string) string {
	return fmt.Sprintf("action \"clerk_oauth_application_revoke_token\" \"this\" {\n  config {\n    oauth_application_id = %q\n    token                = %q\n  }\n}\n", id, token)
}

// granted makes an application to which a user has given the tokens access-token and refresh-token.
func granted(t *testing.T, i *acctest.Instance) (id string) {
	t.Helper()
	a, err := i.Clerk.OAuthApplications.Create(t.Context(), clerk.CreateOAuthApplicationParams{Name: "docs"})
	if err != nil {
		t.Fatal(err)
	}
	u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	i.Post("/_sim/seed", map[string]any{"oauth_grants": []any{map[string]any{"oauth_application_id": a.ID, "user_id": u.ID, "access_token": "access-token", "refresh_token": "refresh-token"}}})
	return a.ID
}

// revoked reports whether Clerk refuses the access token.
func revoked(i *acctest.Instance) bool {
	return i.Post("/v1/oauth_applications/access_tokens/verify", map[string]any{"access_token": "access-token"})["revoked"] == true
}

func TestEitherTokenOfAGrantRevokesIt(t *testing.T) {
	t.Parallel()
	for _, again := range []string{"204", "404"} {
		for _, token := range []string{"access-token", "refresh-token"} {
			for _, loss := range []string{"", "lost", "502"} {
				i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"oauth_token_revoked_again": again} })
				id := granted(t, i)
				if revoked(i) {
					t.Fatal("it is revoked before anything was done")
				}
				if loss != "" {
					i.Sim.PlaceFault(clerksim.Fault{Operation: revoke, Kind: loss, Times: 1})
				}
				out, errs := i.Invoke(revoking(id, token))
				if errs != "" || !revoked(i) || !acctest.Words("Going to revoke a token of the OAuth application "+id, "Revoked the token").MatchString(out) || strings.Contains(out, token) {
					t.Errorf("%s, %q: %s %s", token, loss, out, errs)
				}
			}
		}
	}
}

func TestATokenThatCannotBeRevokedIsAnErrorThatDoesNotShowIt(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	id := granted(t, i)
	for token, words := range map[string][]string{
		"other-token":      {"Could not revoke a token of the OAuth application " + id, "token", "404", "no such token", "nothing has to be done"},
		"opaque.but.three": {"Could not revoke a token", "token", "422", "JWT access tokens cannot be revoked"},
	} {
		out, errs := i.Invoke(revoking(id, token))
		// The one place that has it is the line of the configuration, which is the harness's.
		if !acctest.Words(words...).MatchString(errs) || strings.Count(out+errs, token) != 1 {
			t.Errorf("%s: %s %s", token, out, errs)
		}
	}
	acctest.InProcess(t).ExpectRefused(revoking(id, "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl"), "token", "is a JWT", "give the refresh token")
	acctest.InProcess(t).ExpectRefused(revoking(id, ""), "token", "empty")
	i.ExpectError(revoking("oa_mistyped", "access-token"), "oauth_application_id", "404")
	if revoked(i) {
		t.Error("another one was revoked")
	}
}

// hidden fails the test if the token is in a text, or in a file of the folder.
func hidden(t *testing.T, c *acctest.CLI, text string, files ...string) {
	t.Helper()
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(c.Dir, file))
		if err != nil || len(content) == 0 {
			t.Fatal(file, err)
		}
		text += string(content)
	}
	if i := strings.Index(text, "refresh-token"); i >= 0 {
		t.Errorf("the token is shown: %s", text[max(0, i-300):i+20])
	}
}

// acting is a CLI with the action, whose token is a variable, in a configuration with further blocks.
func acting(t *testing.T, variable, blocks string) (*acctest.CLI, *acctest.Instance) {
	t.Helper()
	acctest.Needs(t, acctest.Actions)
	i := acctest.NewLocal(t)
	config := "variable \"token\" {\n  " + variable + " = true\n}\n" + strings.Replace(revoking(granted(t, i), "TOKEN"), `"TOKEN"`, "var.token", 1) + blocks
	return acctest.NewCLI(t, config, "CLERK_API_URL="+i.Sim.URL(), "CLERK_SECRET_KEY="+i.Sim.SecretKey(), "TF_VAR_token=refresh-token", "TF_LOG=TRACE", "TF_LOG_PATH=trace.log"), i
}

const invoke = "-invoke=action.clerk_oauth_application_revoke_token.this"

// What triggers the action gives it an ephemeral token, which stands in no plan, state or log.
func TestAccATriggerGivesAnEphemeralToken(t *testing.T) {
	t.Parallel()
	c, i := acting(t, "ephemeral", `
resource "clerk_machine" "this" {
  name = "reports"
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.clerk_oauth_application_revoke_token.this]
    }
  }
}
`)
	said := c.Must("validate") + c.Must("plan", "-out=plan") + c.Must("show", "-json", "plan") + c.Must("apply", "plan")
	if !revoked(i) {
		t.Errorf("it was not revoked: %s", said)
	}
	hidden(t, c, said, "trace.log", "plan", "terraform.tfstate")
}

func TestAccASensitiveTokenIsRevokedFromTheCommandLine(t *testing.T) {
	t.Parallel()
	c, i := acting(t, "sensitive", "")
	said := c.Must("apply", "-auto-approve", invoke)
	if !revoked(i) || !strings.Contains(said, "Revoked the token") {
		t.Errorf("it was not revoked: %s", said)
	}
	hidden(t, c, said, "trace.log")
}

// Terraform leaves an ephemeral token out there, which the action says in place of asking Clerk.
func TestAccAnEphemeralTokenOfTheCommandLineIsMissed(t *testing.T) {
	t.Parallel()
	c, i := acting(t, "ephemeral", "")
	out, code := c.Run("apply", "-auto-approve", invoke)
	if code == 0 || revoked(i) || !acctest.Words("token is null", "sensitive, and not ephemeral").MatchString(out) {
		t.Errorf("it exits with %d: %s", code, out)
	}
	hidden(t, c, out, "trace.log")
}
