package ticket_test

import (
	"reflect"
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

// token is one kind of token.
type token struct {
	noun, name, prefix string // "a sign-in token", "sign_in_token", "sit_"
	required           string // arguments beside the user
}

var (
	signIn = token{"a sign-in token", "sign_in_token", "sit_", ""}
	actor  = token{"an actor token", "actor_token", "act_", "actor = jsonencode({ sub = clerk_user.support.id, desk = 7 })"}
)

// both runs a test for each kind, with an instance of its own.
func both(t *testing.T, test func(*testing.T, *acctest.Instance, token)) {
	t.Helper()
	for _, k := range []token{signIn, actor} {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			test(t, acctest.NewLocal(t), k)
		})
	}
}

// config is a token of ada's, which the echo provider stores.
func (k token) config(lines string) string {
	return `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}
resource "clerk_user" "support" {
  email_addresses = ["support@example.com"]
}
ephemeral "clerk_` + k.name + `" "ada" {
  user_id = clerk_user.ada.id
  ` + k.required + `
  ` + lines + `
}
` + acctest.Echo("ephemeral.clerk_"+k.name+".ada")
}

func (k token) revocation() string { return "POST /" + k.name + "s/{" + k.name + "_id}/revoke" }

// held expects the instance to hold tokens, all of one status, and of the actor.
func (k token) held(t *testing.T, i *acctest.Instance, status string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		all := i.Held(k.name + "s")
		if len(all) == 0 {
			t.Error("Clerk holds no tokens")
		}
		for _, one := range all {
			if one["status"] != status {
				t.Errorf("the token %s is %s, expected %s", one["id"], one["status"], status)
			}
			if want := map[string]any{"sub": i.User("support@example.com").ID, "desk": 7.0}; k == actor && !reflect.DeepEqual(one["actor"], want) {
				t.Errorf("the actor is %v, expected %v", one["actor"], want)
			}
		}
		return nil
	}
}

func TestAccCreatesATokenAndRevokesItWhenTerraformIsDoneWithIt(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, i *acctest.Instance, k token) {
		lines := ""
		if k == actor {
			lines = "expires_in_seconds = 120\nsession_max_duration_in_seconds = 600"
		}
		i.RunEchoing(resource.TestStep{
			Config: k.config(lines),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
				if data["user_id"] != i.User("ada@example.com").ID || data["status"] != "pending" || !strings.HasPrefix(data["id"].(string), k.prefix) {
					t.Errorf("the token is %v", data)
				}
				if !strings.Contains(data["url"].(string), data["token"].(string)) {
					t.Errorf("the address %s does not contain the token", data["url"])
				}
				instant(t, data["created_at"].(string))
			})},
			Check: k.held(t, i, "revoked"),
		})
		for _, r := range i.Sim.Requests() {
			if r.Path == "/v1/actor_tokens" && (!strings.Contains(r.Body, `"expires_in_seconds":120`) || !strings.Contains(r.Body, `"session_max_duration_in_seconds":600`)) {
				t.Errorf("Clerk was asked for %s", r.Body)
			}
		}
	})
}

func TestAccLeavesATokenPendingWhenItIsNotToBeRevoked(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, i *acctest.Instance, k token) {
		i.RunEchoing(resource.TestStep{Config: k.config("revoke_on_close = false"), Check: k.held(t, i, "pending")})
	})
}

// Clerk refuses to revoke a token that is not pending, as one that was accepted.
func TestAccClosesATokenThatIsNotPendingAnyMore(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, i *acctest.Instance, k token) {
		i.RunEchoing(resource.TestStep{
			// The revocation is carried out and its answer lost; the next finds it done.
			PreConfig: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: k.revocation(), Kind: "lost"}) },
			Config:    k.config(""),
			Check:     k.held(t, i, "revoked"),
		})
		if n := i.Sim.Stats().ByOperation[k.revocation()]; n < 2 {
			t.Errorf("%d revocations were asked for", n)
		}
	})
}

// A token may live for thirty days by Clerk's default. A run that fails closes
// nothing, so it is an hour unless the configuration says otherwise.
func TestAccGivesASignInTokenAnHourUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	for lines, want := range map[string]float64{"": 3600, "expires_in_seconds = 120": 120} {
		acctest.NewLocal(t).RunEchoing(resource.TestStep{
			Config: signIn.config(lines),
			// The local Clerk's sign-in tokens are JWTs, as Clerk's are.
			ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
				claims, err := tf.JWTClaims(data["token"].(string))
				if err != nil {
					t.Fatal(err)
				}
				expires, issued := instant(t, tf.JWTExpiry(claims).ValueString()), instant(t, data["created_at"].(string))
				if left := expires.Sub(issued).Seconds(); left < want-2 || left > want+2 {
					t.Errorf("the token lasts %v seconds, expected %v", left, want)
				}
			})},
		})
	}
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestAccSaysWhatIsWrongWithAToken(t *testing.T) {
	t.Parallel()
	for _, k := range []token{signIn, actor} {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t)
			steps := []resource.TestStep{{
				Config:      acctest.Replace(t, k.config(""), "user_id = clerk_user.ada.id", `user_id = "user_nobody"`),
				ExpectError: acctest.Words("Could not create "+k.noun, "with ephemeral.clerk_"+k.name+".ada", `user_id = "user_nobody"`, "404"),
			}}
			if k == signIn {
				steps = append(steps, resource.TestStep{
					Config:      k.config(`org_id = "org_nowhere"`),
					ExpectError: acctest.Words("Could not create a sign-in token", `org_id = "org_nowhere"`, "404"),
				})
			}
			i.RunEchoing(steps...)
		})
	}
}

func TestAccSaysThatThePlanHasNoActorTokens(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	if err := i.Sim.Switch("impersonation", false); err != nil {
		t.Fatal(err)
	}
	i.RunEchoing(resource.TestStep{Config: actor.config(""), ExpectError: acctest.Words("Could not create an actor token", "402", "plan does not include this")})
}

func TestAccDoesNotRepeatATokenWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, i *acctest.Instance, k token) {
		i.RunEchoing(resource.TestStep{
			PreConfig:   func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /" + k.name + "s", Kind: "lost"}) },
			Config:      k.config(""),
			ExpectError: acctest.Words("Could not create "+k.noun, "the answer was lost", "until it expires", "Run again"),
		})
		if n := len(i.Held(k.name + "s")); n != 1 {
			t.Errorf("Clerk holds %d tokens", n)
		}
	})
}

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestAccRefusesBadConfigurationsAtPlanTime(t *testing.T) {
	t.Parallel()
	const user, sub = "user_id = \"u\"\n", "actor = jsonencode({ sub = \"a\" })\n"
	for title, bad := range map[string]struct {
		token
		lines, attribute, detail string
	}{
		"a sign-in token of nobody":         {signIn, `user_id = ""`, "user_id =", "at least 1"},
		"an organization that is none":      {signIn, user + `org_id = ""`, "org_id =", "at least 1"},
		"a sign-in token that ends at once": {signIn, user + "expires_in_seconds = 0", "expires_in_seconds =", "at least 1"},
		"an actor token of nobody":          {actor, sub + `user_id = ""`, "user_id =", "at least 1"},
		"an actor that is no JSON":          {actor, user + `actor = "user_1"`, "actor =", "is not JSON"},
		"an actor that is no object":        {actor, user + `actor = jsonencode(["a"])`, "actor =", "not an object"},
		"an actor without an id":            {actor, user + `actor = jsonencode({ name = "a" })`, "actor =", "name the actor as sub"},
		"an actor with an empty id":         {actor, user + `actor = jsonencode({ sub = "" })`, "actor =", "name the actor as sub"},
		"an actor whose id is a number":     {actor, user + `actor = jsonencode({ sub = 7 })`, "actor =", "name the actor as sub"},
		"an actor token that ends at once":  {actor, user + sub + "expires_in_seconds = 0", "expires_in_seconds =", "at least 1"},
		"a session that ends at once":       {actor, user + sub + "session_max_duration_in_seconds = 0", "session_max_duration_in_seconds =", "at least 1"},
		"a token of a negative lifetime":    {actor, user + sub + "expires_in_seconds = -1", "expires_in_seconds =", "at least 1"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.NewLocal(t)
			i.Run(resource.TestStep{
				Config:      "ephemeral \"clerk_" + bad.name + "\" \"this\" {\n" + bad.lines + "\n}",
				PlanOnly:    true,
				ExpectError: acctest.Words("ephemeral.clerk_"+bad.name+".this", bad.attribute, bad.detail),
			})
			if n := i.Sim.Stats().Requests; n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}
