package signintoken_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const ada = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}
`

func token(lines string) string {
	return ada + `
ephemeral "clerk_sign_in_token" "ada" {
  user_id = clerk_user.ada.id
  ` + lines + `
}
`
}

// held expects the instance to hold sign-in tokens, all of one status.
func held(t *testing.T, i *acctest.Instance, status string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		all := i.Held("sign_in_tokens")
		if len(all) == 0 {
			t.Error("Clerk holds no sign-in tokens")
		}
		for _, one := range all {
			if one["status"] != status {
				t.Errorf("the token %s is %s, expected %s", one["id"], one["status"], status)
			}
		}
		return nil
	}
}

func TestAccCreatesASignInTokenAndRevokesItWhenTerraformIsDoneWithIt(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.RunEchoing(resource.TestStep{
		Config: token("") + acctest.Echo("ephemeral.clerk_sign_in_token.ada"),
		ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
			if data["user_id"] != i.User("ada@example.com").ID || data["status"] != "pending" || !strings.HasPrefix(data["id"].(string), "sit_") {
				t.Errorf("the token is %v", data)
			}
			if !strings.Contains(data["url"].(string), data["token"].(string)) {
				t.Errorf("the address %s does not contain the token", data["url"])
			}
			if _, err := time.Parse(time.RFC3339, data["created_at"].(string)); err != nil {
				t.Error(err)
			}
		})},
		Check: held(t, i, "revoked"),
	})
}

func TestAccLeavesASignInTokenPendingWhenItIsNotToBeRevoked(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.RunEchoing(resource.TestStep{
		Config: token("revoke_on_close = false") + acctest.Echo("ephemeral.clerk_sign_in_token.ada"),
		Check:  held(t, i, "pending"),
	})
}

// Clerk refuses to revoke a token that is not pending, as one that was accepted.
func TestAccClosesASignInTokenThatIsNotPendingAnyMore(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.RunEchoing(resource.TestStep{
		// The revocation is carried out and its answer lost; the next finds it done.
		PreConfig: func() {
			i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /sign_in_tokens/{sign_in_token_id}/revoke", Kind: "lost"})
		},
		Config: token("") + acctest.Echo("ephemeral.clerk_sign_in_token.ada"),
		Check:  held(t, i, "revoked"),
	})
	if n := i.Sim.Stats().ByOperation["POST /sign_in_tokens/{sign_in_token_id}/revoke"]; n < 2 {
		t.Errorf("%d revocations were asked for", n)
	}
}

// A token may live for thirty days by Clerk's default. A run that fails closes
// nothing, so it is an hour unless the configuration says otherwise.
func TestAccGivesASignInTokenAnHourUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	for lines, want := range map[string]float64{"": 3600, "expires_in_seconds = 120": 120} {
		i := acctest.Simulated(t)
		i.RunEchoing(resource.TestStep{
			Config: token(lines) + acctest.Echo("ephemeral.clerk_sign_in_token.ada"),
			// The local Clerk's sign-in tokens are JWTs, as Clerk's are.
			ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
				expires, issued := expiry(t, data["token"].(string)), instant(t, data["created_at"].(string))
				if left := expires.Sub(issued).Seconds(); left < want-2 || left > want+2 {
					t.Errorf("the token lasts %v seconds, expected %v", left, want)
				}
			})},
		})
	}
}

func expiry(t *testing.T, token string) time.Time {
	t.Helper()
	claims, err := tf.JWTClaims(token)
	if err != nil {
		t.Fatal(err)
	}
	return instant(t, tf.JWTExpiry(claims).ValueString())
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestAccSaysWhichArgumentOfASignInTokenIsAtFault(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.RunEchoing(
		resource.TestStep{
			Config:      `ephemeral "clerk_sign_in_token" "ada" { user_id = "user_nobody" }` + acctest.Echo("ephemeral.clerk_sign_in_token.ada"),
			ExpectError: acctest.Words("Could not create a sign-in token", "with ephemeral.clerk_sign_in_token.ada", `user_id = "user_nobody"`, "404"),
		},
		resource.TestStep{
			Config:      token(`org_id = "org_nowhere"`) + acctest.Echo("ephemeral.clerk_sign_in_token.ada"),
			ExpectError: acctest.Words("Could not create a sign-in token", `org_id = "org_nowhere"`, "404"),
		},
	)
}

func TestAccDoesNotRepeatASignInTokenWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.RunEchoing(resource.TestStep{
		PreConfig:   func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /sign_in_tokens", Kind: "lost"}) },
		Config:      token("") + acctest.Echo("ephemeral.clerk_sign_in_token.ada"),
		ExpectError: acctest.Words("Could not create a sign-in token", "the answer was lost", "until it expires", "Run again"),
	})
	if n := len(i.Held("sign_in_tokens")); n != 1 {
		t.Errorf("Clerk holds %d tokens", n)
	}
}

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestAccRefusesBadConfigurationsAtPlanTime(t *testing.T) {
	t.Parallel()
	for title, bad := range map[string]struct{ lines, attribute, detail string }{
		"a token of nobody":            {`user_id = ""`, "user_id =", "at least 1"},
		"an organization that is none": {"user_id = \"u\"\norg_id = \"\"", "org_id =", "at least 1"},
		"a token that ends at once":    {"user_id = \"u\"\nexpires_in_seconds = 0", "expires_in_seconds =", "at least 1"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.Simulated(t)
			i.Run(resource.TestStep{
				Config:      "ephemeral \"clerk_sign_in_token\" \"this\" {\n" + bad.lines + "\n}",
				PlanOnly:    true,
				ExpectError: acctest.Words("ephemeral.clerk_sign_in_token.this", bad.attribute, bad.detail),
			})
			if n := i.Sim.Stats().Requests; n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}
