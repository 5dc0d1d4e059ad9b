package oauthapplication_test

import (
	"context"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestAClientSecretIsStoredNowhereUnlessItIsKept(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: docs(), Check: lacks(t, i), Writes: map[string]int{create: 1}},
		acctest.Step{Config: docs("keep_client_secret = false"), Check: lacks(t, i), Writes: map[string]int{}},
		// It is rotated, and not stored all the same.
		acctest.Step{Config: docs("client_secret_version = 1"), Plan: []string{address + ": update client_secret_version keep_client_secret"}, Check: lacks(t, i), Writes: map[string]int{rotate: 1}},
	)
}

func TestAnotherVersionRotatesTheSecretOnce(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	var before []string
	i.Drive(
		acctest.Step{Config: kept(1), Check: keeps(t, i, &before), Writes: map[string]int{create: 1}},
		acctest.Step{Config: kept(2), Plan: []string{address + ": update client_secret client_secret_version"}, Check: keeps(t, i, &before), Writes: map[string]int{rotate: 1}},
		acctest.Step{Config: kept(1), Check: keeps(t, i, &before), Writes: map[string]int{rotate: 1}},
		acctest.Step{Config: docs("keep_client_secret = true"), Plan: []string{address + ": update client_secret_version"}, Writes: map[string]int{}, Check: func(states acctest.States) {
			if got := states.Get(address, "client_secret"); got != before[2] {
				t.Errorf("the secret is %q, and was %q", got, before[2])
			}
		}},
	)
}

// A change of other arguments leaves the secret that is kept, and one with a rotation comes before it.
func TestTheSecretStaysWhileOtherArgumentsChange(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	var before []string
	renamed := func(version int) string {
		return acctest.Replace(t, kept(version), `"docs"`+"\n  keep", `"handbook"`+"\n  keep")
	}
	i.Drive(
		acctest.Step{Config: kept(1), Check: keeps(t, i, &before)},
		acctest.Step{Config: renamed(1), Plan: []string{address + ": update name"}, Writes: map[string]int{patch: 1}, Check: func(states acctest.States) {
			if got := states.Get(address, "client_secret"); got != before[0] {
				t.Errorf("the secret is %q, and was %q", got, before[0])
			}
		}},
		acctest.Step{Config: kept(2), Check: keeps(t, i, &before), Writes: map[string]int{patch: 1, rotate: 1}},
	)
}

func TestASecretThatIsNoLongerKeptLeavesTheState(t *testing.T) {
	t.Parallel()
	for _, without := range []string{docs("client_secret_version = 1"), docs("client_secret_version = 1", "keep_client_secret = false")} {
		i := acctest.InProcess(t)
		var before []string
		i.Drive(
			acctest.Step{Config: kept(1), Check: keeps(t, i, &before)},
			acctest.Step{Config: without, Plan: []string{address + ": update client_secret keep_client_secret"}, Check: lacks(t, i), Writes: map[string]int{}},
			// Nothing brings it back but a rotation.
			acctest.Step{Config: kept(1), Plan: []string{address + ": update keep_client_secret"}, Check: lacks(t, i), Writes: map[string]int{}},
			acctest.Step{Config: kept(2), Check: keeps(t, i, &before), Writes: map[string]int{rotate: 1}},
		)
	}
}

// Where it is not known whether the secret was rotated, the apply fails, and sends nothing again. The state has the version from before,
// so that the next apply rotates once more.
func TestARotationIsNeverRepeatedByItself(t *testing.T) {
	t.Parallel()
	for _, loss := range []string{"lost", "502"} {
		i := acctest.InProcess(t)
		var before []string
		i.Drive(
			acctest.Step{Config: kept(1), Check: keeps(t, i, &before)},
			acctest.Step{
				Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: rotate, Kind: loss, Times: 1}) },
				Config:  kept(2), Fails: []string{`Could not update OAuth application "docs"`, "client_secret_version", "answer was lost", "may have been rotated", "Apply again"},
				Check: func(states acctest.States) {
					if states.Get(address, "client_secret_version") != "1" || states.Get(address, "client_secret") != before[0] {
						t.Errorf("%s: the state is %s", loss, states[address])
					}
				},
			},
			acctest.Step{Config: kept(2), Plan: []string{address + ": update client_secret client_secret_version"}, Check: keeps(t, i, &before), Writes: map[string]int{rotate: 1}},
		)
	}
}

// What was changed before the rotation is saved.
func TestALostRotationLosesNothingElse(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	changed := docs("keep_client_secret = true", "client_secret_version = 2", "pkce_required = true")
	i.Drive(
		acctest.Step{Config: kept(1)},
		acctest.Step{
			Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: rotate, Kind: "lost", Times: 1}) },
			Config:  changed, Fails: []string{"answer was lost"}, State: map[string]string{address + ".pkce_required": "true", address + ".client_secret_version": "1"},
		},
		acctest.Step{Config: changed, Plan: []string{address + ": update client_secret client_secret_version"}},
	)
}

// An application that was found again has a secret that nobody has seen: it is rotated if it is to be kept.
func TestACreateWhoseAnswerWasLostKeepsASecretAllTheSame(t *testing.T) {
	t.Parallel()
	for config, rotations := range map[string]int{kept(1): 1, docs(): 0} {
		i := acctest.InProcess(t)
		i.Sim.PlaceFault(clerksim.Fault{Operation: create, Kind: "lost", Times: 1})
		check, writes := lacks(t, i), map[string]int{create: 1}
		if rotations == 1 {
			check, writes = keeps(t, i, &[]string{}), map[string]int{create: 1, rotate: 1}
		}
		i.Drive(acctest.Step{Config: config, Check: check, Writes: writes})
	}
}

// If that answer is lost as well, nothing is left behind.
func TestACreateThatGetsNoSecretToKeepIsUndone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Sim.PlaceFault(clerksim.Fault{Operation: create, Kind: "lost", Times: 1})
	i.Sim.PlaceFault(clerksim.Fault{Operation: rotate, Kind: "lost", Times: 1})
	i.Drive(acctest.Step{Config: kept(1), Fails: []string{`Could not create OAuth application "docs"`, "keep_client_secret", "the client secret with it", "It was deleted again"}})
	if all := i.Held("oauth_applications"); len(all) != 0 {
		t.Errorf("left behind were %v", all)
	}
}

func TestAnImportBringsNoSecretUntilItsVersionChanges(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	if _, err := i.Clerk.OAuthApplications.Create(t.Context(), clerk.CreateOAuthApplicationParams{Name: "docs"}); err != nil {
		t.Fatal(err)
	}
	i.Drive(
		acctest.Step{Import: map[string]string{address: "docs"}, Config: docs(), Plan: acctest.Nothing, Check: lacks(t, i)},
		acctest.Step{Config: docs("keep_client_secret = true"), Plan: []string{address + ": update keep_client_secret"}, Check: lacks(t, i), Writes: map[string]int{}},
		acctest.Step{Config: kept(1), Plan: []string{address + ": update client_secret client_secret_version"}, Check: keeps(t, i, &[]string{}), Writes: map[string]int{rotate: 1}},
		acctest.Step{Forget: []string{address}, Config: kept(1), PlanOnly: true},
		acctest.Step{
			Import: map[string]string{address: "name:docs"}, Config: kept(1), PlanOnly: true,
			Plan: []string{address + ": update client_secret client_secret_version keep_client_secret"}, Warns: []string{"is going to be rotated", "any is a change"},
		},
	)
}

// A public client has no secret, whatever is asked for.
func TestAPublicClientHasNoSecret(t *testing.T) {
	t.Parallel()
	for _, rotation := range []string{"no_secret", "refused"} {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"oauth_public_rotation": rotation} })
		var before []string
		i.Drive(
			acctest.Step{Config: docs("public = true", "keep_client_secret = true", "client_secret_version = 1"), State: map[string]string{address + ".client_secret": "null"}, Writes: map[string]int{create: 1}},
			acctest.Step{Config: docs("public = true", "keep_client_secret = true", "client_secret_version = 2"), Fails: []string{"A public client has no secret", "Set public = false"}, Writes: map[string]int{}},
			acctest.Step{Config: docs("public = false", "keep_client_secret = true", "client_secret_version = 2"), Check: keeps(t, i, &before), Writes: map[string]int{patch: 1, rotate: 1}},
			acctest.Step{Config: docs("public = true", "keep_client_secret = true", "client_secret_version = 2"), Plan: []string{address + ": update client_secret public"}, State: map[string]string{address + ".client_secret": "null"}},
		)
	}
}

// One that is made public outside Terraform has a secret no longer, and one that is public no longer has one that nobody has seen.
func TestTheSecretOfWhatBecomesPublicLeavesTheState(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	public := func(is bool) func() {
		return i.Outside(func(ctx context.Context, c *clerk.Client) error {
			_, err := c.OAuthApplications.Update(ctx, application(t, i).ID, clerk.UpdateOAuthApplicationParams{Public: rest.Value(is)})
			return err
		})
	}
	i.Drive(
		acctest.Step{Config: kept(1)},
		acctest.Step{Outside: public(true), Config: kept(1), Plan: acctest.Nothing, State: map[string]string{address + ".client_secret": "null", address + ".public": "true"}},
		acctest.Step{Outside: public(false), Config: kept(1), Plan: acctest.Nothing, State: map[string]string{address + ".client_secret": "null"}},
		acctest.Step{Config: kept(2), Check: keeps(t, i, &[]string{})},
	)
}

// Somebody else's rotation does not show, since Clerk does not show secrets: the state keeps the one that it has.
func TestARotationOutsideDoesNotShow(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: kept(1)},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.OAuthApplications.RotateSecret(ctx, application(t, i).ID)
				return err
			}),
			Config: kept(1), Plan: acctest.Nothing,
		},
		acctest.Step{Config: kept(2), Check: keeps(t, i, &[]string{})},
	)
}
