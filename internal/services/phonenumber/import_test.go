package phonenumber_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func TestImportsByIDAndByNumberWithTheUserOrAlone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Outside(func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Users.Create(ctx, clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}, PhoneNumbers: []string{desk}})
		return err
	})()
	ada, number := i.User("ada@example.com").ID, id(t, i, desk)
	const arguments = "\n  user_id      = \"%[1]s\"\n  phone_number = \"%[2]s\"\n"
	i.Drive(acctest.Step{
		Import: map[string]string{"clerk_phone_number.a": number, "clerk_phone_number.b": ada + "/" + number},
		Config: fmt.Sprintf("resource \"clerk_phone_number\" \"a\" {"+arguments+"}\nresource \"clerk_phone_number\" \"b\" {"+arguments+"}", ada, desk),
		Plan:   acctest.Nothing,
	})
}

func TestSaysWhatAnImportTakes(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	for given, want := range map[string]string{
		"user_1/":      "The phone number is imported by the id of its user and its own",
		"user_0/idn_0": "non-existent remote object",
		"idn_0":        "404",
	} {
		i.ExpectNoImport(address, given, want)
	}
}
