package user_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func pictureless(t *testing.T) string {
	t.Helper()
	return acctest.Replace(t, full, `  profile_image               = "../picture/testdata/green.png"`, "")
}

func TestImportsByIDEmailPhoneUsernameAndExternalID(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	createAnotherUser(t, i)
	config, all, imports := pictureless(t), pictureless(t), map[string]string{}
	for name, key := range map[string]string{"email": "Countess@example.com", "phone": "+15555550100", "username": "lovelace", "external_id": "42"} {
		imports["clerk_user."+name] = name + ":" + key
		all += acctest.Replace(t, config, `"clerk_user" "ada"`, `"clerk_user" "`+name+`"`)
	}
	// What a person has at hand needs no prefix.
	for name, id := range map[string]string{"bare_email": "Countess@example.com", "bare_phone": "+15555550100", "bare_username": "lovelace"} {
		imports["clerk_user."+name] = id
		all += acctest.Replace(t, config, `"clerk_user" "ada"`, `"clerk_user" "`+name+`"`)
	}
	i.Drive(
		acctest.Step{Config: config},
		acctest.Step{Import: imports, Config: all, Plan: acctest.Nothing},
	)
}

func TestSaysWhatAnImportTakes(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	for id, want := range map[string]string{
		"mail:ada@example.com":     "one of email:ada@example.com",
		"email:":                   "one of email:ada@example.com",
		"email:nobody@example.com": `no user with the email address "nobody@example.com"`,
		"nobody@example.com":       "an email address and a phone number need no prefix",
		"nobody":                   `no user with the username "nobody"`,
		"user_0":                   "non-existent remote object",
	} {
		i.ExpectNoImport(address, id, want)
	}
}

// createAnotherUser makes a user whom nobody means, so that a key that chooses nobody
// in particular does not choose the only one there is.
func createAnotherUser(t *testing.T, i *acctest.Instance) {
	t.Helper()
	if _, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"grace@example.com"}}); err != nil {
		t.Fatal(err)
	}
}
