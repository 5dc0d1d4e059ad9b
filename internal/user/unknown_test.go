package user_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// Values that are known only after the apply are planned as unknown, in a create
// and in an update.
func TestAccPlansWithValuesThatAreNotKnownYet(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	config := func(name, picture string) string {
		return `
resource "terraform_data" "in" {
  input            = { name = "` + name + `", picture = "` + picture + `" }
  triggers_replace = "` + name + `"
}
resource "clerk_user" "ada" {
  email_addresses  = ["${terraform_data.in.output.name}@example.com"]
  first_name       = terraform_data.in.output.name
  profile_image    = terraform_data.in.output.picture
  public_metadata  = jsonencode({ name = terraform_data.in.output.name })
  private_metadata = jsonencode({ name = terraform_data.in.output.name })
  created_at       = "2026-01-31T09:30:00Z"
}`
	}
	unknown := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}
		for _, attribute := range []string{"first_name", "profile_image", "profile_image_sha256", "public_metadata", "primary_email_address"} {
			checks = append(checks, plancheck.ExpectUnknownValue(address, tfjsonpath.New(attribute)))
		}
		return resource.ConfigPlanChecks{PreApply: checks}
	}
	holds := func(name string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			u := i.User(name + "@example.com")
			if text(u.FirstName) != name || !u.HasImage || u.PrimaryEmailAddress() != name+"@example.com" || len(u.EmailAddresses) != 1 {
				t.Errorf("Clerk holds %+v", u)
			}
			return nil
		}
	}
	i.Run(
		resource.TestStep{Config: config("ada", "testdata/green.png"), ConfigPlanChecks: unknown(plancheck.ResourceActionCreate), Check: holds("ada")},
		resource.TestStep{Config: config("augusta", "testdata/blue.png"), ConfigPlanChecks: unknown(plancheck.ResourceActionUpdate), Check: holds("augusta")},
	)
}
