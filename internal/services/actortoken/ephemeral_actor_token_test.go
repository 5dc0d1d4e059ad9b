package actortoken_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func token(lines string) string {
	return `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}
resource "clerk_user" "support" {
  email_addresses = ["support@example.com"]
}
ephemeral "clerk_actor_token" "ada" {
  user_id = clerk_user.ada.id
  actor   = jsonencode({ sub = clerk_user.support.id, desk = 7 })
  ` + lines + `
}
`
}

const echoed = "ephemeral.clerk_actor_token.ada"

// held expects the instance to hold actor tokens, all of one status.
func held(t *testing.T, i *acctest.Instance, status string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		all := i.Held("actor_tokens")
		if len(all) == 0 {
			t.Error("Clerk holds no actor tokens")
		}
		for _, one := range all {
			if one["status"] != status {
				t.Errorf("the token %s is %s, expected %s", one["id"], one["status"], status)
			}
			if want := map[string]any{"sub": i.User("support@example.com").ID, "desk": 7.0}; !reflect.DeepEqual(one["actor"], want) {
				t.Errorf("the actor is %v, expected %v", one["actor"], want)
			}
		}
		return nil
	}
}

func TestAccCreatesAnActorTokenAndRevokesItWhenTerraformIsDoneWithIt(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.RunEchoing(resource.TestStep{
		Config: token("expires_in_seconds = 120\nsession_max_duration_in_seconds = 600") + acctest.Echo(echoed),
		ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
			if data["user_id"] != i.User("ada@example.com").ID || data["status"] != "pending" || !strings.HasPrefix(data["id"].(string), "act_") {
				t.Errorf("the token is %v", data)
			}
			if !strings.Contains(data["url"].(string), data["token"].(string)) {
				t.Errorf("the address %s does not contain the token", data["url"])
			}
		})},
		Check: held(t, i, "revoked"),
	})
	for _, r := range i.Sim.Requests() {
		if r.Path == "/v1/actor_tokens" && (!strings.Contains(r.Body, `"expires_in_seconds":120`) || !strings.Contains(r.Body, `"session_max_duration_in_seconds":600`)) {
			t.Errorf("Clerk was asked for %s", r.Body)
		}
	}
}

func TestAccLeavesAnActorTokenPendingWhenItIsNotToBeRevoked(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.RunEchoing(resource.TestStep{
		Config: token("revoke_on_close = false") + acctest.Echo(echoed),
		Check:  held(t, i, "pending"),
	})
}

// Clerk refuses to revoke a token that is not pending, as one that was accepted.
func TestAccClosesAnActorTokenThatIsNotPendingAnyMore(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.RunEchoing(resource.TestStep{
		// The revocation is carried out and its answer lost; the next finds it done.
		PreConfig: func() {
			i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /actor_tokens/{actor_token_id}/revoke", Kind: "lost"})
		},
		Config: token("") + acctest.Echo(echoed),
		Check:  held(t, i, "revoked"),
	})
}

func TestAccSaysWhatIsWrongWithAnActorToken(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.RunEchoing(
		resource.TestStep{
			Config:      acctest.Replace(t, token(""), "user_id = clerk_user.ada.id", `user_id = "user_nobody"`) + acctest.Echo(echoed),
			ExpectError: acctest.Words("Could not create an actor token", `user_id = "user_nobody"`, "404"),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := i.Sim.Switch("impersonation", false); err != nil {
					t.Fatal(err)
				}
			},
			Config:      token("") + acctest.Echo(echoed),
			ExpectError: acctest.Words("Could not create an actor token", "402", "plan does not include this"),
		},
	)
}

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestAccRefusesBadConfigurationsAtPlanTime(t *testing.T) {
	t.Parallel()
	const user, actor = "user_id = \"u\"\n", "actor = jsonencode({ sub = \"a\" })\n"
	for title, bad := range map[string]struct{ lines, attribute, detail string }{
		"a token of nobody":              {actor + `user_id = ""`, "user_id =", "at least 1"},
		"an actor that is no JSON":       {user + `actor = "user_1"`, "actor =", "is not JSON"},
		"an actor that is no object":     {user + `actor = jsonencode(["a"])`, "actor =", "not an object"},
		"an actor without an id":         {user + `actor = jsonencode({ name = "a" })`, "actor =", "name the actor as sub"},
		"an actor with an empty id":      {user + `actor = jsonencode({ sub = "" })`, "actor =", "name the actor as sub"},
		"an actor whose id is a number":  {user + `actor = jsonencode({ sub = 7 })`, "actor =", "name the actor as sub"},
		"a token that ends at once":      {user + actor + "expires_in_seconds = 0", "expires_in_seconds =", "at least 1"},
		"a session that ends at once":    {user + actor + "session_max_duration_in_seconds = 0", "session_max_duration_in_seconds =", "at least 1"},
		"a token of a negative lifetime": {user + actor + "expires_in_seconds = -1", "expires_in_seconds =", "at least 1"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.Simulated(t)
			i.Run(resource.TestStep{
				Config:      "ephemeral \"clerk_actor_token\" \"this\" {\n" + bad.lines + "\n}",
				PlanOnly:    true,
				ExpectError: acctest.Words("ephemeral.clerk_actor_token.this", bad.attribute, bad.detail),
			})
			if n := i.Sim.Stats().Requests; n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}
