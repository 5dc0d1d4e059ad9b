package phonenumber_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

func TestAccReadsANumberByIDAndByItself(t *testing.T) {
	t.Parallel()
	config := full + `
data "clerk_phone_number" "id" { id = clerk_phone_number.desk.id }
data "clerk_phone_number" "itself" {
  phone_number = clerk_phone_number.desk.phone_number
}
data "clerk_phone_number" "own" {
  phone_number = one(clerk_user.ada.phone_numbers)
  depends_on   = [clerk_phone_number.desk]
}
output "same" { value = data.clerk_phone_number.id == data.clerk_phone_number.itself }
output "user" { value = data.clerk_phone_number.id.user_id == clerk_user.ada.id }
`
	read := func(name, attribute string, want knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.clerk_phone_number."+name, tfjsonpath.New(attribute), want)
	}
	acctest.New(t).Run(resource.TestStep{
		Config: config,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("same", knownvalue.Bool(true)),
			statecheck.ExpectKnownOutputValue("user", knownvalue.Bool(true)),
			read("id", "phone_number", knownvalue.StringExact(desk)),
			read("id", "verified", knownvalue.Bool(true)),
			read("id", "verification_strategy", knownvalue.StringExact("admin")),
			read("id", "primary", knownvalue.Bool(true)),
			read("id", "reserved", knownvalue.Bool(false)),
			read("id", "reserved_for_second_factor", knownvalue.Bool(true)),
			read("id", "default_second_factor", knownvalue.Bool(true)),
			read("own", "primary", knownvalue.Bool(false)),
			read("own", "reserved_for_second_factor", knownvalue.Bool(false)),
		},
	})
}

func TestSaysThatANumberDoesNotExist(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	for line, want := range map[string]string{
		`id = "idn_0"`:                  "404",
		`phone_number = "+15555590100"`: `user of the instance has the phone number "+15555590100"`,
	} {
		i.ExpectError("data \"clerk_phone_number\" \"this\" {\n  "+line+"\n}", "Could not read the phone number", line, want)
	}
}

func TestDemandsOneKeyOfANumber(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	for line, want := range map[string]string{
		"": "when one (and only one) of [id,phone_number] is required",
		"id = \"idn_1\"\nphone_number = \"+15555550100\"": "when one (and only one) of [id,phone_number] is required",
		`phone_number = "1"`:                              "E.164",
	} {
		i.ExpectRefused("data \"clerk_phone_number\" \"this\" {\n  "+line+"\n}", want)
	}
}
