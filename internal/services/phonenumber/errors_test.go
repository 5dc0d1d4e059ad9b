package phonenumber_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func TestRefusesABadConfigurationBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	const user = "user_id = \"user_1\"\n"
	const both = user + "phone_number = \"+15555550100\"\n"
	for title, bad := range map[string]struct{ lines, attribute, detail string }{
		"no user":                     {`phone_number = "+15555550100"`, "user_id", "as required"},
		"no number":                   {user, "phone_number", "as required"},
		"an empty user":               {"user_id = \"\"\nphone_number = \"+15555550100\"", "user_id =", "cannot be a name"},
		"an empty number":             {user + `phone_number = ""`, "phone_number =", "E.164"},
		"a number without a plus":     {user + `phone_number = "15555550100"`, "phone_number =", "E.164"},
		"a number with spaces":        {user + `phone_number = "+1 555 555 0100"`, "phone_number =", "E.164"},
		"a number without a country":  {user + `phone_number = "+0155550100"`, "phone_number =", "E.164"},
		"a number that is too short":  {user + `phone_number = "+155555"`, "phone_number =", "E.164"},
		"a number that is too long":   {user + `phone_number = "+1555555010012345"`, "phone_number =", "E.164"},
		"a number with letters":       {user + `phone_number = "+1555CLERK00"`, "phone_number =", "E.164"},
		"an unverified second factor": {both + "verified = false\nreserved_for_second_factor = true", "reserved_for_second_factor =", "only a verified number"},
		"a second factor to be":       {both + "reserved_for_second_factor = true", "reserved_for_second_factor =", "only a verified number"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			acctest.InProcess(t).ExpectRefused("resource \"clerk_phone_number\" \"desk\" {\n"+bad.lines+"\n}", "clerk_phone_number", bad.attribute, bad.detail)
		})
	}
}

// What verified is without being mentioned, the state says.
func TestKnowsWhetherASecondFactorIsVerified(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	refused := []string{"clerk_phone_number.desk", "reserved_for_second_factor = true", "only a verified number"}
	factor := number("reserved_for_second_factor = true")
	i.Drive(
		acctest.Step{Config: number("")},
		acctest.Step{Config: factor, Plan: acctest.Nothing, Warns: refused},
		acctest.Step{
			Outside: update(t, i, desk, clerk.UpdateIdentifierParams{Verified: clerk.Value(true)}),
			Config:  factor, Plan: []string{address + ": update reserved_for_second_factor"},
		},
		// Another number begins unverified.
		acctest.Step{Config: acctest.Replace(t, factor, `"`+desk+`"`, `"+15555570100"`), PlanOnly: true, Fails: refused},
	)
}

func TestSaysThatAVerificationCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t).Drive(
		acctest.Step{Config: number("verified = true")},
		acctest.Step{
			Config: number("verified = false"), Plan: acctest.Nothing,
			Warns: []string{"clerk_phone_number.desk", "verified = false", "The phone number is verified, and Clerk cannot take that back"},
		},
	)
}

func TestSaysThatTheOnlyNumberCannotButBePrimary(t *testing.T) {
	t.Parallel()
	only := func(line string) string {
		return acctest.Replace(t, number("verified = true\n"+line), `  phone_numbers   = ["+15555550100"]`, "")
	}
	acctest.InProcess(t).Drive(
		acctest.Step{Config: only("primary = true")},
		acctest.Step{
			Config: only("primary = false"), Plan: acctest.Nothing,
			Warns: []string{"clerk_phone_number.desk", "primary = false", "the only phone number of the user"},
		},
	)
}

func TestSaysThatAnotherUserHasTheNumber(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t).Drive(acctest.Step{
		Config: number("") + `
resource "clerk_user" "grace" {
  phone_numbers = ["+15555570100"]
}
resource "clerk_phone_number" "taken" {
  user_id      = clerk_user.ada.id
  phone_number = one(clerk_user.grace.phone_numbers)
}
`,
		Fails: []string{`Could not create phone number "+15555570100"`, "phone_number =", "422", "form_identifier_exists", "Trace id:", "has this value. Choose another value"},
	})
}
