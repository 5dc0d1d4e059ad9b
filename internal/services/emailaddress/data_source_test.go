package emailaddress_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

func TestAccReadsAnAddressByIDAndByItself(t *testing.T) {
	t.Parallel()
	config := full + `
data "clerk_email_address" "id" { id = clerk_email_address.work.id }
data "clerk_email_address" "itself" {
  email_address = " Work@Example.com"
  depends_on    = [clerk_email_address.work]
}
data "clerk_email_address" "other" {
  email_address = one(clerk_user.ada.email_addresses)
  depends_on    = [clerk_email_address.work]
}
resource "clerk_user" "grace" {
  email_addresses       = ["grace@example.com"]
  identification_status = "reserved"
}
data "clerk_email_address" "reserved" {
  email_address = one(clerk_user.grace.email_addresses)
  depends_on    = [clerk_user.grace]
}
output "same" {
  value = [for k, v in data.clerk_email_address.id : v if k != "email_address"] == [for k, v in data.clerk_email_address.itself : v if k != "email_address"]
}
output "user" { value = data.clerk_email_address.id.user_id == clerk_user.ada.id }
output "minted" { value = timecmp(data.clerk_email_address.id.created_at, "2020-01-01T00:00:00Z") }
`
	read := func(name, attribute string, want knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.clerk_email_address."+name, tfjsonpath.New(attribute), want)
	}
	acctest.New(t).Run(resource.TestStep{
		Config: config,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("same", knownvalue.Bool(true)),
			statecheck.ExpectKnownOutputValue("user", knownvalue.Bool(true)),
			statecheck.ExpectKnownOutputValue("minted", knownvalue.Int64Exact(1)),
			read("id", "email_address", knownvalue.StringExact("work@example.com")),
			read("itself", "email_address", knownvalue.StringExact(" Work@Example.com")),
			read("id", "verified", knownvalue.Bool(true)),
			read("id", "verification_strategy", knownvalue.StringExact("admin")),
			read("id", "primary", knownvalue.Bool(true)),
			read("id", "reserved", knownvalue.Bool(false)),
			read("other", "primary", knownvalue.Bool(false)),
			read("reserved", "verified", knownvalue.Bool(false)),
			read("reserved", "reserved", knownvalue.Bool(true)),
			read("reserved", "verification_strategy", knownvalue.StringExact("")),
		},
	})
}

func TestSaysThatAnAddressDoesNotExist(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	for line, want := range map[string]string{
		`id = "idn_0"`:                         "404",
		`email_address = "nobody@example.com"`: `user of the instance has the email address "nobody@example.com"`,
	} {
		i.ExpectError("data \"clerk_email_address\" \"this\" {\n  "+line+"\n}", "Could not read the email address", line, want)
	}
}

func TestDemandsOneKeyOfAnAddress(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	for line, want := range map[string]string{
		"": "when one (and only one) of [id,email_address] is required",
		"id = \"idn_1\"\nemail_address = \"a@example.com\"": "when one (and only one) of [id,email_address] is required",
		`id = ""`:               "cannot be a name",
		`email_address = "ada"`: "is not an email address",
	} {
		i.ExpectRefused("data \"clerk_email_address\" \"this\" {\n  "+line+"\n}", want)
	}
}
