package promises_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// TestStoppingACreateOfTwoRequestsLeavesNothingUnrecorded stops the provider after the
// first of a create's two requests. What that has made is deleted again if this needs
// no waiting, and otherwise recorded.
func TestStoppingACreateOfTwoRequestsLeavesNothingUnrecorded(t *testing.T) {
	t.Parallel()
	ofUsers := func(ids func(clerk.User) []string) func(*acctest.World) []string {
		return func(w *acctest.World) (out []string) {
			for user, err := range w.Clerk.Users.List(w.TB.Context(), clerk.UserFilter{}) {
				w.Must(err)
				out = append(out, ids(user)...)
			}
			return out
		}
	}
	for _, object := range []struct {
		name, config, second, remove string
		held                         func(*acctest.World) []string
	}{
		{
			"clerk_user", `profile_image = "../../services/picture/testdata/green.png"`,
			"POST /users/{user_id}/profile_image", "DELETE /users/{user_id}",
			ofUsers(func(u clerk.User) []string { return []string{u.ID} }),
		},
		{
			"clerk_email_address", `email_address = "ada@example.com"`,
			"GET /users/{user_id}", "DELETE /email_addresses/{email_address_id}",
			ofUsers(func(u clerk.User) (ids []string) {
				for _, e := range u.EmailAddresses {
					ids = append(ids, e.ID)
				}
				return ids
			}),
		},
		{
			"clerk_phone_number", `phone_number = "+15555550100"`,
			"GET /users/{user_id}", "DELETE /phone_numbers/{phone_number_id}",
			ofUsers(func(u clerk.User) (ids []string) {
				for _, n := range u.PhoneNumbers {
					ids = append(ids, n.ID)
				}
				return ids
			}),
		},
	} {
		for name, test := range map[string]struct {
			second, remove string // the faults that they meet
			retries        int64
			recorded       bool
			words          []string
		}{
			"at the rate limit": {
				second: "429", retries: 5, recorded: true,
				words: []string{"stopped while waiting for Clerk's rate limit, which asks for another", "tainted", "stopped while waiting for Clerk's rate limit"},
			},
			"before a repetition": {
				second: "502", retries: 5,
				words: []string{"stopped before it was repeated", "deleted again"},
			},
			"while it is undone at the rate limit": {
				second: "502", remove: "429", recorded: true,
				words: []string{"502", "tainted", "stopped while waiting for Clerk's rate limit, which asks for another"},
			},
		} {
			t.Run(object.name+" "+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					world := acctest.NewWorld(t, acctest.NewSim(t))
					config := object.config
					if object.name != "clerk_user" {
						owner, err := world.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{})
						world.Must(err)
						config += fmt.Sprintf("\nuser_id = %q", owner.ID)
					}
					for operation, kind := range map[string]string{object.second: test.second, object.remove: test.remove} {
						if kind != "" {
							world.Sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: kind, RetryAfter: 120})
						}
					}
					typ := world.Core.Type(object.name)
					wanted := world.Core.Config(typ, config, nil)
					walk, err := world.Core.For(map[string]cty.Value{"max_retries": cty.NumberIntVal(test.retries)}).Walk()
					world.Must(err)
					plan, err := walk.Plan(typ, nil, wanted)
					world.Must(err)

					// The first pause before a repetition is longer than this.
					const stopped = 100 * time.Millisecond
					time.AfterFunc(stopped, walk.Stop)
					began := time.Now()
					state, err := walk.Apply(typ, plan, wanted)
					if took := time.Since(began); took > stopped+time.Second {
						t.Errorf("it went on for %s after the stop", took-stopped)
					}
					if err == nil || !acctest.Words(test.words...).MatchString(err.Error()) {
						t.Errorf("it does not say what it waited for, and what became of it: %v", err)
					}
					var known []string
					if state != nil {
						known = []string{state.Value.GetAttr("id").AsString()}
						if !state.Tainted {
							t.Error("it is not tainted")
						}
					}
					if held := object.held(world); !slices.Equal(held, known) || (state != nil) != test.recorded {
						t.Errorf("Clerk holds %v, and the state knows %v", held, known)
					}
				})
			})
		}
	}
}
