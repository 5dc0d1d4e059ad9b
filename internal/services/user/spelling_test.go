package user_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// ada is the configuration of a user.
func ada(lines string) string {
	return "resource \"clerk_user\" \"ada\" {\n" + lines + "\n}\n"
}

// respells lets Clerk store a field otherwise than it is sent.
func respells(t *testing.T, i *acctest.Instance, field, rule string) func() {
	t.Helper()
	return func() {
		if err := i.Sim.Spell(field, rule); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKeepsWhatWasSentWhereClerkSpellsItOtherwise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ field, rule, sent, state, stored string }{
		{"first_name", "trim", `" Ada "`, " Ada ", `"first_name":"Ada"`},
		{"locale", "upper", `"en-us"`, "en-us", `"locale":"EN-US"`},
		{"public_metadata", "drop_nulls", `jsonencode({ plan = "pro", tier = null })`, `{"plan":"pro","tier":null}`, `"public_metadata":{"plan":"pro"}`},
		{"unsafe_metadata", "drop_nulls", `jsonencode({ tier = null })`, `{"tier":null}`, `"unsafe_metadata":{}`},
		{"private_metadata", "drop_nulls", `jsonencode({ crm = 1, tier = null })`, `{"crm":1,"tier":null}`, `"private_metadata":{"crm":1}`},
	} {
		t.Run(c.field, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			as := func(lines string) string {
				return ada("email_addresses = [\"ada@example.com\"]\n" + lines)
			}
			check := func(states acctest.States) {
				if got := states.Get("clerk_user.ada", c.field); got != c.state {
					t.Errorf("the state has %s", got)
				}
				u, err := i.Clerk.Users.Get(t.Context(), states.Get("clerk_user.ada", "id"))
				if err != nil {
					t.Fatal(err)
				}
				if has := asJSON(t, u); !strings.Contains(has, c.stored) {
					t.Errorf("Clerk has %s", has)
				}
			}
			i.Drive(
				acctest.Step{Outside: respells(t, i, c.field, c.rule), Config: as(c.field + " = " + c.sent), Warns: []string{"Clerk spells it otherwise"}, Check: check},
				acctest.Step{Config: as(c.field + " = " + c.sent), Plan: acctest.Nothing},
				acctest.Step{Config: as(c.field + " = " + c.sent + "\nexternal_id = \"x\""), Plan: []string{"clerk_user.ada: update external_id"}, Check: check},
				acctest.Step{Config: as(""), Plan: acctest.Nothing, Check: check},
			)
		})
	}
}

// A new user may be asked for nothing in other words than Clerk's; so may one who exists.
func TestNothingInOtherWordsIsNothing(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Outside: respells(t, i, "public_metadata", "drop_nulls"), Config: ada(`first_name = "Ada"`)},
		acctest.Step{Config: ada("first_name = \"Ada\"\npublic_metadata = jsonencode({ tier = null })"), Warns: []string{"Clerk spells it otherwise"}},
	)
}

func TestTakesClerksSpellingOutOfTheConfiguration(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Outside: respells(t, i, "first_name", "trim"), Config: ada(`first_name = " Ada "`)},
		acctest.Step{Config: ada(`first_name = "Ada"`), Plan: []string{"clerk_user.ada: update first_name image_url"}},
	)
}

// An update that fails half-way may have reached what Clerk spells otherwise.
func TestRemembersASpellingAlsoWhereTheUpdateFailsLater(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	lines := "email_addresses = [\"ada@example.com\"]\nexternal_id = \"x\"\n"
	change := ada(lines + "first_name = \" Ada \"\npublic_metadata = jsonencode({ plan = \"pro\" })")
	i.Drive(
		acctest.Step{Outside: respells(t, i, "external_id", "otherwise"), Config: ada(lines), Warns: []string{"Clerk spells it otherwise"}},
		acctest.Step{
			Outside: func() {
				respells(t, i, "first_name", "trim")()
				i.Sim.PlaceFault(clerksim.Fault{Operation: "PUT /users/{user_id}/metadata", Kind: "502", Times: 20})
			},
			Config: change, Warns: []string{"Clerk spells it otherwise"}, Fails: []string{"502"},
			State: map[string]string{"clerk_user.ada.first_name": " Ada ", "clerk_user.ada.external_id": "x", "clerk_user.ada.public_metadata": "null"},
		},
		acctest.Step{Outside: i.Sim.ForgetFaults, Config: change, Plan: []string{"clerk_user.ada: update public_metadata"}},
	)
}

func TestWarnsOfWhatClerkIgnoresInACreateAndShowsItInTheNextPlan(t *testing.T) {
	t.Parallel()
	for field, line := range map[string]string{
		"first_name": `first_name = "Ada"`, "banned": `banned = true`, "file": `profile_image = "../picture/testdata/green.png"`,
		"public_metadata": `public_metadata = jsonencode({ plan = "pro" })`, "create_organizations_limit": `create_organizations_limit = 5`,
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			i.Drive(
				acctest.Step{Outside: respells(t, i, field, "ignore"), Config: ada("external_id = \"x\"\n" + line), Warns: []string{"Clerk did not take it"}, Unsettled: true},
				acctest.Step{Outside: respells(t, i, field, ""), Config: ada("external_id = \"x\"\n" + line)},
			)
		})
	}
}

// Each address has a spelling of its own.
func TestKeepsAddressesAsTheyWereSent(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	both := `email_addresses = ["ada@example.com", "countess@example.com"]` + "\n"
	i.Drive(
		acctest.Step{Config: ada(`email_addresses = ["ada@example.com"]`)},
		acctest.Step{
			Outside: respells(t, i, "email_address", "otherwise"), Config: ada(both + `primary_email_address = "countess@example.com"`),
			Warns: []string{`Clerk was sent "countess@example.com", and stored "countess@example.comm"`}, Writes: map[string]int{"POST /email_addresses": 1, "PATCH /users/{user_id}": 1},
		},
		acctest.Step{
			Config: ada(`email_addresses = ["ada@example.com", "countess@example.comm"]` + "\n" + `primary_email_address = "ada@example.com"`),
			Plan:   []string{"clerk_user.ada: update email_addresses primary_email_address"}, Writes: map[string]int{"PATCH /users/{user_id}": 1},
		},
		acctest.Step{Config: ada(both + `primary_email_address = "ada@example.com"`), Writes: map[string]int{"POST /email_addresses": 1, "DELETE /email_addresses/{email_address_id}": 1}, Outside: respells(t, i, "email_address", "")},
	)
}

func TestRemovesAnAddressThatClerkSpellsOtherwise(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Outside: respells(t, i, "email_address", "otherwise"), Config: ada(`email_addresses = ["ada@example.com", "countess@example.com"]` + "\n" + `primary_email_address = "ada@example.com"`)},
		acctest.Step{
			Config: ada(`email_addresses = ["countess@example.com"]`), Writes: map[string]int{"DELETE /email_addresses/{email_address_id}": 1, "PATCH /users/{user_id}": 1},
			Check: func(states acctest.States) {
				if u, err := i.Clerk.Users.Get(t.Context(), states.Get("clerk_user.ada", "id")); err != nil || len(u.EmailAddresses) != 1 || u.PrimaryEmailAddress() != "countess@example.comm" {
					t.Errorf("Clerk has %+v (%v)", u, err)
				}
			},
		},
		// It is another address now.
		acctest.Step{Outside: respells(t, i, "email_address", ""), Config: ada(`email_addresses = ["countess@example.com", "ada@example.comm"]` + "\n" + `primary_email_address = "countess@example.com"`)},
	)
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What an update did not come to send, Clerk has no spelling of.
func TestWhatWasNotSentHasNoSpelling(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	const nothing = "email_addresses = [\"ada@example.com\"]\npublic_metadata = jsonencode({})"
	null := func(addresses string) string {
		return ada("email_addresses = " + addresses + "\nprimary_email_address = \"ada@example.com\"\npublic_metadata = jsonencode({ tier = null })")
	}
	const other = "resource \"clerk_user\" \"grace\" {\n  email_addresses = [\"grace@example.com\"]\n}\n"
	i.Drive(
		acctest.Step{Config: ada(nothing) + other},
		acctest.Step{Config: null(`["ada@example.com", "grace@example.com"]`) + other, Fails: []string{"form_identifier_exists"}, Unsettled: true},
		acctest.Step{Config: null(`["ada@example.com"]`) + other, Plan: []string{"clerk_user.ada: update public_metadata"}, Check: func(states acctest.States) {
			u, err := i.Clerk.Users.Get(t.Context(), states.Get("clerk_user.ada", "id"))
			if err != nil || string(u.PublicMetadata) != `{"tier":null}` {
				t.Errorf("Clerk has %s (%v)", u.PublicMetadata, err)
			}
		}},
	)
}
