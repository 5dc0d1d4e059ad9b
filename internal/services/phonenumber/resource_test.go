package phonenumber_test

import (
	"context"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestCreatesANumberWithEveryArgument(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Config: full,
			Plan:   []string{address + ": create", "clerk_user.ada: create"},
			State:  map[string]string{address + ".phone_number": desk, address + ".verified": "true", address + ".primary": "true", address + ".reserved_for_second_factor": "true"},
			Writes: map[string]int{"POST /users": 1, "POST /phone_numbers": 1},
			Check:  holds(t, i, map[string]string{own: "verified", desk: "primary verified second factor"}),
		},
		acctest.Step{Config: ada, Check: holds(t, i, map[string]string{own: "primary verified"})},
	)
	if left := i.Users(); i.Sim != nil && len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestCreatesAMinimalNumberAndMentionsNothingElse(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Config: number(""),
			State:  map[string]string{address + ".verified": "false", address + ".primary": "false", address + ".reserved_for_second_factor": "false"},
			Check:  holds(t, i, map[string]string{own: "primary verified", desk: "unverified"}),
		},
	)
}

func TestUpdatesEachArgumentWithOneRequest(t *testing.T) {
	t.Parallel()
	for title, change := range map[string]struct {
		before, after string
		changes       []string
		own, desk     string
	}{
		"verified":               {"", "verified = true", []string{"verified"}, "primary verified", "verified"},
		"primary":                {"verified = true", "primary = true", []string{"primary"}, "verified", "primary verified"},
		"a second factor":        {"verified = true", "reserved_for_second_factor = true", []string{"reserved_for_second_factor"}, "primary verified", "verified second factor"},
		"no second factor":       {"verified = true\nreserved_for_second_factor = true", "reserved_for_second_factor = false", []string{"reserved_for_second_factor"}, "primary verified", "verified"},
		"all that there is":      {"", "verified = true\nprimary = true\nreserved_for_second_factor = true", []string{"primary", "reserved_for_second_factor", "verified"}, "verified", "primary verified second factor"},
		"nothing that is stated": {"", "verified = false\nprimary = false\nreserved_for_second_factor = false", nil, "primary verified", "unverified"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			writes, plan := map[string]int{"PATCH /phone_numbers/{phone_number_id}": 1}, updates(change.changes...)
			if change.changes == nil {
				writes, plan = map[string]int{}, acctest.Nothing
			}
			i.Drive(
				acctest.Step{Config: number(change.before)},
				acctest.Step{
					Config: number(change.after), Plan: plan, Writes: writes,
					Check: holds(t, i, map[string]string{own: change.own, desk: change.desk}),
				},
			)
		})
	}
}

func TestReplacesANumberThatIsAnother(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	another := acctest.Replace(t, full, `"`+desk+`"`, `"+15555570100"`)
	i.Drive(
		acctest.Step{Config: full},
		acctest.Step{Config: acctest.Replace(t, full, `"`+desk+`"`, `" `+desk+` "`), Plan: acctest.Nothing},
		acctest.Step{
			Config: another,
			Plan:   []string{address + ": replace id phone_number"},
			Check:  holds(t, i, map[string]string{own: "verified", "+15555570100": "primary verified second factor"}),
		},
	)
}

func TestReplacesANumberThatIsAnotherUsers(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	const grace = "\nresource \"clerk_user\" \"grace\" {\n  email_addresses = [\"grace@example.com\"]\n}\n"
	i.Drive(
		acctest.Step{Config: full + grace},
		acctest.Step{
			Config: acctest.Replace(t, full, "clerk_user.ada.id", "clerk_user.grace.id") + grace,
			Plan:   []string{address + ": replace id user_id"},
			Check: func(acctest.States) {
				if u := i.User("grace@example.com"); u.PrimaryPhoneNumber() != desk {
					t.Errorf("Clerk holds %+v", u)
				}
				holds(t, i, map[string]string{own: "primary verified"})(nil)
			},
		},
	)
}

func TestShowsTheDriftOfEachArgument(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"unverify": "unverifies"} })
	both := holds(t, i, map[string]string{own: "verified", desk: "primary verified second factor"})
	for argument, drift := range map[string]struct {
		number string
		change clerk.UpdateIdentifierParams
	}{
		"primary":                    {own, clerk.UpdateIdentifierParams{Primary: clerk.Value(true)}},
		"verified":                   {desk, clerk.UpdateIdentifierParams{Verified: clerk.Value(false)}},
		"reserved_for_second_factor": {desk, clerk.UpdateIdentifierParams{ReservedForSecondFactor: clerk.Value(false)}},
	} {
		i.Drive(
			acctest.Step{Config: full},
			acctest.Step{
				Outside: update(t, i, drift.number, drift.change),
				Config:  full,
				Plan:    updates(argument),
				Check:   both,
			},
		)
	}
}

func TestLeavesOmittedArgumentsAlone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: number("")},
		acctest.Step{
			Outside: update(t, i, desk, clerk.UpdateIdentifierParams{
				Verified: clerk.Value(true), Primary: clerk.Value(true), ReservedForSecondFactor: clerk.Value(true),
			}),
			Config: number(""),
			Plan:   acctest.Nothing,
			Check:  holds(t, i, map[string]string{own: "verified", desk: "primary verified second factor"}),
		},
	)
}

func TestRecreatesANumberDeletedOutsideTerraform(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	gone := i.Outside(func(ctx context.Context, c *clerk.Client) error {
		return c.PhoneNumbers.Delete(ctx, id(t, i, desk))
	})
	i.Drive(
		acctest.Step{Config: full},
		acctest.Step{Outside: gone, Config: full, Plan: []string{address + ": create"}},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, i.User("ada@example.com").ID)
			}),
			Config: full,
			Plan:   []string{address + ": create", "clerk_user.ada: create"},
		},
		acctest.Step{Outside: gone},
	)
}

// Beside a clerk_user that manages other numbers of the same user, neither
// touches what the other mentions.
func TestDoesNotFightWithTheUsersOwnSet(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := func(set, arguments string) string {
		return acctest.Replace(t, number(arguments), `phone_numbers   = ["+15555550100"]`, "primary_phone_number = \"+15555550100\"\n  phone_numbers = "+set)
	}
	i.Drive(
		acctest.Step{Config: config(`["+15555550100", "+15555580100"]`, "verified = true")},
		acctest.Step{
			Config: config(`["+15555550100", "+15555590100"]`, "verified = true\nreserved_for_second_factor = true"),
			Plan:   []string{address + ": update reserved_for_second_factor", "clerk_user.ada: update phone_numbers"},
			Check:  holds(t, i, map[string]string{own: "primary verified", "+15555590100": "verified", desk: "verified second factor"}),
		},
	)
}
