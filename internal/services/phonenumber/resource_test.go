package phonenumber_test

import (
	"context"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// number is a phone number of ada's with these arguments.
func number(arguments string) string {
	return "resource \"clerk_user\" \"ada\" {\n  phone_numbers = [\"+15555550100\"]\n}\nresource \"clerk_phone_number\" \"desk\" {\n  user_id      = clerk_user.ada.id\n  phone_number = \"+15555560100\"\n" + arguments + "\n}\n"
}

func TestRefusesAnUnverifiedSecondFactorBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	for _, lines := range []string{"verified = false\nreserved_for_second_factor = true", "reserved_for_second_factor = true"} {
		acctest.InProcess(t).ExpectRefused("resource \"clerk_phone_number\" \"desk\" {\n  user_id = \"user_1\"\n  phone_number = \"+15555550100\"\n"+lines+"\n}",
			"clerk_phone_number", "reserved_for_second_factor =", "only a verified number")
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
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				for _, p := range i.Users()[0].PhoneNumbers {
					if _, err := c.PhoneNumbers.Update(ctx, p.ID, clerk.UpdateIdentifierParams{Verified: rest.Value(true)}); err != nil {
						return err
					}
				}
				return nil
			}),
			Config: factor, Plan: []string{"clerk_phone_number.desk: update reserved_for_second_factor"},
		},
		// Another number begins unverified.
		acctest.Step{Config: acctest.Replace(t, factor, `"+15555560100"`, `"+15555570100"`), PlanOnly: true, Fails: refused},
	)
}
