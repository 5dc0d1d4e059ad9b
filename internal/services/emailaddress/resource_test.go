package emailaddress_test

import (
	"context"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestCreatesAnAddressWithEveryArgument(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Config: full,
			Plan:   []string{address + ": create", "clerk_user.ada: create"},
			State:  map[string]string{address + ".email_address": "work@example.com", address + ".verified": "true", address + ".primary": "true", address + ".notify_primary_email_address_changed": "null"},
			Writes: map[string]int{"POST /users": 1, "POST /email_addresses": 1},
			Check:  holds(t, i, map[string]string{"ada@example.com": "verified", "work@example.com": "primary verified"}),
		},
		acctest.Step{Config: ada, Check: holds(t, i, map[string]string{"ada@example.com": "primary verified"})},
	)
	if left := i.Users(); i.Sim != nil && len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestCreatesAMinimalAddressAndMentionsNothingElse(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Config: work(""),
			State:  map[string]string{address + ".verified": "false", address + ".primary": "false"},
			Check:  holds(t, i, map[string]string{"ada@example.com": "primary verified", "work@example.com": "unverified"}),
		},
	)
}

func TestKnowsThatTheFirstAddressOfAUserIsPrimary(t *testing.T) {
	t.Parallel()
	first := acctest.Replace(t, work("verified = true"), `email_addresses = ["ada@example.com"]`, `username = "lovelace"`)
	acctest.InProcess(t).Drive(
		acctest.Step{Config: first, State: map[string]string{address + ".primary": "true"}},
	)
}

func TestUpdatesEachArgumentWithOneRequest(t *testing.T) {
	t.Parallel()
	for title, change := range map[string]struct {
		before, after string
		changes       []string
		holds         string
	}{
		"verified":             {"", "verified = true", []string{"verified"}, "verified"},
		"primary":              {"verified = true", "verified = true\nprimary = true", []string{"primary"}, "primary verified"},
		"verified and primary": {"", "verified = true\nprimary = true\nnotify_primary_email_address_changed = true", []string{"primary", "verified"}, "primary verified"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			others := "primary verified"
			if change.holds == others {
				others = "verified"
			}
			i.Drive(
				acctest.Step{Config: work(change.before)},
				acctest.Step{
					Config: work(change.after),
					Plan:   updates(change.changes...),
					Writes: map[string]int{"PATCH /email_addresses/{email_address_id}": 1},
					Check:  holds(t, i, map[string]string{"ada@example.com": others, "work@example.com": change.holds}),
				},
			)
		})
	}
}

func TestReplacesAnAddressThatIsAnother(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	another := acctest.Replace(t, full, "work@example.com", "office@example.com")
	i.Drive(
		acctest.Step{Config: full},
		acctest.Step{
			Config: another,
			Plan:   []string{address + ": replace email_address id"},
			Check:  holds(t, i, map[string]string{"ada@example.com": "verified", "office@example.com": "primary verified"}),
		},
	)
}

func TestReplacesAnAddressThatIsAnotherUsers(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	const grace = "\nresource \"clerk_user\" \"grace\" {\n  email_addresses = [\"grace@example.com\"]\n}\n"
	i.Drive(
		acctest.Step{Config: full + grace},
		acctest.Step{
			Config: acctest.Replace(t, full, "clerk_user.ada.id", "clerk_user.grace.id") + grace,
			Plan:   []string{address + ": replace id user_id"},
			Check: func(acctest.States) {
				if u := i.User("work@example.com"); u.PrimaryEmailAddress() != "work@example.com" || len(u.EmailAddresses) != 2 {
					t.Errorf("Clerk holds %+v", u)
				}
				holds(t, i, map[string]string{"ada@example.com": "primary verified"})(nil)
			},
		},
	)
}

func TestTakesCaseAndSpaceForNoDifference(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{"folded", "kept"} {
		t.Run(stored, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"email_case": stored} })
			spelled := func(s string) string { return acctest.Replace(t, full, "work@example.com", s) }
			i.Drive(
				acctest.Step{Config: spelled(" Work@Example.com "), State: map[string]string{address + ".email_address": " Work@Example.com "}},
				acctest.Step{Config: spelled("WORK@example.com"), Plan: acctest.Nothing},
			)
		})
	}
}

func TestShowsTheDriftOfEachArgument(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"unverify": "unverifies"} })
	both := map[string]string{"ada@example.com": "verified", "work@example.com": "primary verified"}
	i.Drive(
		acctest.Step{Config: full},
		acctest.Step{
			Outside: update(t, i, "ada@example.com", clerk.UpdateIdentifierParams{Primary: clerk.Value(true)}),
			Config:  full,
			Plan:    []string{address + ": update primary"},
			Check:   holds(t, i, both),
		},
		acctest.Step{
			Outside: update(t, i, "work@example.com", clerk.UpdateIdentifierParams{Verified: clerk.Value(false)}),
			Config:  full,
			Plan:    []string{address + ": update verified"},
			Check:   holds(t, i, both),
		},
	)
}

func TestLeavesOmittedArgumentsAlone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: work("")},
		acctest.Step{
			Outside: update(t, i, "work@example.com", clerk.UpdateIdentifierParams{Verified: clerk.Value(true), Primary: clerk.Value(true)}),
			Config:  work(""),
			Plan:    acctest.Nothing,
		},
		acctest.Step{
			Outside: add(i, "own@example.com", true),
			Config:  work(""),
			Plan:    acctest.Nothing,
			Check:   holds(t, i, map[string]string{"ada@example.com": "verified", "work@example.com": "verified", "own@example.com": "primary verified"}),
		},
	)
}

func TestRecreatesAnAddressDeletedOutsideTerraform(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: full},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.EmailAddresses.Delete(ctx, id(t, i, "work@example.com"))
			}),
			Config: full,
			Plan:   []string{address + ": create"},
		},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, i.User("ada@example.com").ID)
			}),
			Config: full,
			Plan:   []string{address + ": create", "clerk_user.ada: create"},
		},
	)
}

func TestDestroysAnAddressThatIsGone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: full},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.EmailAddresses.Delete(ctx, id(t, i, "work@example.com"))
			}),
		},
	)
}
