package user_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestAccRefusesBadConfigurationsAtPlanTime(t *testing.T) {
	t.Parallel()
	for title, bad := range map[string]struct{ lines, attribute, detail string }{
		"an address that is none":            {`email_addresses = ["ada"]`, "email_addresses =", `"ada" is not an email address`},
		"an address with a name":             {`email_addresses = ["Ada <ada@example.com>"]`, "email_addresses =", "is not an email address"},
		"an empty address":                   {`email_addresses = [""]`, "email_addresses =", "is not an email address"},
		"two spellings of one address":       {`email_addresses = ["ada@example.com", " ADA@example.com"]`, "email_addresses =", "two spellings of one address"},
		"several addresses without primary":  {`email_addresses = ["a@example.com", "b@example.com"]`, "primary_email_address", "which of them Clerk writes to"},
		"a primary address not in the set":   {"email_addresses = [\"a@example.com\"]\nprimary_email_address = \"b@example.com\"", "primary_email_address =", "which email_addresses does not contain"},
		"an empty primary address":           {"email_addresses = [\"a@example.com\"]\nprimary_email_address = \"\"", "primary_email_address =", "which email_addresses does not contain"},
		"a number without a plus":            {`phone_numbers = ["15555550100"]`, "phone_numbers =", "E.164"},
		"a number with spaces":               {`phone_numbers = ["+1 555 555 0100"]`, "phone_numbers =", "E.164"},
		"two spellings of one number":        {`phone_numbers = ["+15555550100", "+15555550100 "]`, "phone_numbers =", "two spellings of one address"},
		"several numbers without primary":    {`phone_numbers = ["+15555550100", "+15555560100"]`, "primary_phone_number", "which of them Clerk writes to"},
		"a primary number not in the set":    {"phone_numbers = [\"+15555550100\"]\nprimary_phone_number = \"+15555560100\"", "primary_phone_number =", "which phone_numbers does not contain"},
		"a locale that is none":              {`locale = "english please"`, "locale =", "BCP 47"},
		"a time that is none":                {`created_at = "yesterday"`, "created_at =", "RFC 3339"},
		"an empty time":                      {`created_at = ""`, "created_at =", "RFC 3339"},
		"a date without a time":              {`created_at = "2026-01-31"`, "created_at =", "RFC 3339"},
		"public metadata that is no JSON":    {`public_metadata = "plan"`, "public_metadata =", "is not JSON"},
		"public metadata that is no object":  {`public_metadata = jsonencode(["a"])`, "public_metadata =", "not an object"},
		"public metadata that is null":       {`public_metadata = jsonencode(null)`, "public_metadata =", "not an object"},
		"private metadata that is no object": {`private_metadata = jsonencode(1)`, "private_metadata =", "not an object"},
		"unsafe metadata that is no object":  {`unsafe_metadata = jsonencode("x")`, "unsafe_metadata =", "not an object"},
		"metadata with a tail":               {`unsafe_metadata = "{} {}"`, "unsafe_metadata =", "is not JSON"},
		"public metadata over 8 KB":          {`public_metadata = jsonencode({ x = join("", [for i in range(1024) : "abcdefgh"]) })`, "public_metadata =", "stores at most 8192"},
		"private metadata over 8 KB":         {`private_metadata = jsonencode({ x = join("", [for i in range(1024) : "abcdefgh"]) })`, "private_metadata =", "stores at most 8192"},
		"unsafe metadata over 8 KB":          {`unsafe_metadata = jsonencode({ x = join("", [for i in range(1024) : "abcdefgh"]) })`, "unsafe_metadata =", "stores at most 8192"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.Simulated(t)
			i.Run(resource.TestStep{
				Config:      "resource \"clerk_user\" \"ada\" {\n" + bad.lines + "\n}",
				PlanOnly:    true,
				ExpectError: acctest.Words("clerk_user.ada", bad.attribute, bad.detail),
			})
			if n := i.Sim.Stats().Requests; n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}
