package emailaddress_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// of is an address of the user of that id, as a resource of that name.
func of(name, user, email string) string {
	return "resource \"clerk_email_address\" \"" + name + "\" {\n  user_id       = \"" + user + "\"\n  email_address = \"" + email + "\"\n}\n"
}

// Two users may have one address as long as neither has verified it. The id says
// which of them is meant.
func TestImportsAnAddressThatTwoUsersHave(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"unverified_addresses_unique": "false"} })
	ada, grace := newUser(t, i, "ada@example.com"), newUser(t, i, "grace@example.com")
	imported := map[string]string{}
	for name, user := range map[string]string{"ada": ada, "grace": grace} {
		a, err := i.Clerk.EmailAddresses.Create(t.Context(), clerk.CreateEmailAddressParams{UserID: user, EmailAddress: "work@example.com"})
		if err != nil {
			t.Fatal(err)
		}
		imported["clerk_email_address."+name] = a.ID
	}
	i.Drive(acctest.Step{
		Import: imported,
		Config: of("ada", ada, "work@example.com") + of("grace", grace, "work@example.com"),
		Plan:   acctest.Nothing,
		State:  map[string]string{"clerk_email_address.ada.user_id": ada, "clerk_email_address.grace.user_id": grace},
		Check: func(acctest.States) {
			i.ExpectError("data \"clerk_email_address\" \"this\" {\n  email_address = \"work@example.com\"\n}", "email_address =", "2 users have the email address", "Choose one by id")
		},
	})
}

func TestImportsByIDAndByAddressWithTheUserOrAlone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	ada := newUser(t, i, "ada@example.com")
	own := id(t, i, "ada@example.com")
	i.Drive(acctest.Step{
		Import: map[string]string{
			"clerk_email_address.a": own, "clerk_email_address.b": ada + "/" + own,
			"clerk_email_address.c": "Ada@example.com", "clerk_email_address.d": ada + "/ada@example.com",
		},
		Config: of("a", ada, "ada@example.com") + of("b", ada, "ada@example.com") + of("c", ada, "ada@example.com") + of("d", ada, "ada@example.com"),
		Plan:   acctest.Nothing,
	})
}

func TestSaysWhatAnImportTakes(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	const takes = "by the id of its user and its own, as in user_2abc/idn_2def, or by its own alone, as in idn_2def"
	newUser(t, i, "ada@example.com")
	grace := newUser(t, i, "grace@example.com")
	for given, want := range map[string]string{
		"user_1/":                   takes,
		"/idn_1":                    takes,
		"user_1/idn_1/more":         takes,
		"user_1 / idn_1":            takes,
		"user_0/idn_0":              "non-existent remote object",
		"idn_0":                     "In place of its own id, its value does",
		"work@example.com":          "In place of its own id, its value does",
		grace + "/work@example.com": "has no email address",
		grace + "/" + id(t, i, "ada@example.com"): "exists, but user " + grace + " does not have it",
	} {
		i.ExpectNoImport(address, given, want)
	}
}
