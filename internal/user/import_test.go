package user_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// volatile are what an import cannot know: the picture's path and content.
var volatile = []string{"profile_image", "profile_image_sha256"}

func TestAccImportsByIDEmailPhoneUsernameAndExternalID(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(
		resource.TestStep{Config: full},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: volatile},
		importBy("email:Countess@example.com"), importBy("phone:+15555550100"), importBy("username:lovelace"), importBy("external_id:42"),
	)
}

func importBy(id string) resource.TestStep {
	return resource.TestStep{ResourceName: address, ImportState: true, ImportStateId: id, ImportStateVerify: true, ImportStateVerifyIgnore: volatile}
}

func pictureless(t *testing.T) string {
	t.Helper()
	return acctest.Replace(t, full, `  profile_image               = "testdata/green.png"`, "")
}

func TestAccImportsWithoutADifference(t *testing.T) {
	t.Parallel()
	config := pictureless(t)
	acctest.New(t).Run(
		resource.TestStep{Config: config},
		resource.TestStep{Config: config, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
	)
}

func TestAccImportsByIdentityWithoutADifference(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.ImportByIdentity)
	config := pictureless(t)
	acctest.New(t).Run(
		resource.TestStep{Config: config},
		resource.TestStep{Config: config, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
	)
}

func TestAccSaysWhatAnImportTakes(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"mail:ada@example.com":     "one of email:ada@example.com",
		"email:":                   "one of email:ada@example.com",
		"email:nobody@example.com": `no user with the email address "nobody@example.com"`,
		"user_0":                   "non-existent remote object",
	} {
		acctest.New(t).Run(resource.TestStep{
			Config: minimal, ResourceName: address, ImportState: true, ImportStateId: id, ExpectError: acctest.Words(want),
		})
	}
}
