package user_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

func TestAccReadsAUserByEachOfItsKeys(t *testing.T) {
	t.Parallel()
	config := full + `
data "clerk_user" "id" { id = clerk_user.ada.id }
data "clerk_user" "email" {
  email_address = "Countess@example.com"
  depends_on    = [clerk_user.ada]
}
data "clerk_user" "phone" {
  phone_number = "+15555550100"
  depends_on   = [clerk_user.ada]
}
data "clerk_user" "username" { username = clerk_user.ada.username }
data "clerk_user" "external" { external_id = clerk_user.ada.external_id }
output "all_the_same" {
  value = length(distinct([
    for u in [data.clerk_user.id, data.clerk_user.email, data.clerk_user.phone, data.clerk_user.username, data.clerk_user.external] :
    [u.id, u.first_name, u.primary_email_address, u.banned, u.created_at, jsondecode(u.public_metadata).plan]
  ]))
}
output "first_name" { value = data.clerk_user.email.first_name }
`
	acctest.New(t).Run(resource.TestStep{
		Config: config,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("all_the_same", knownvalue.Int64Exact(1)),
			statecheck.ExpectKnownOutputValue("first_name", knownvalue.StringExact("Ada")),
		},
	})
}

func TestSaysThatAUserDoesNotExist(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	createAnotherUser(t, i)
	for line, want := range map[string]string{
		`id = "user_0"`:                        "404",
		`email_address = "nobody@example.com"`: `no user with the email address "nobody@example.com"`,
		`phone_number = "+15555590100"`:        `no user with the phone number "+15555590100"`,
		`username = "nobody"`:                  `no user with the username "nobody"`,
		`external_id = "-1"`:                   `no user with the external id "-1"`,
	} {
		i.ExpectError("data \"clerk_user\" \"this\" {\n  "+line+"\n}", "Could not read the user", line, want)
	}
}

func TestAsksForExactlyOneKey(t *testing.T) {
	t.Parallel()
	for _, lines := range []string{"", "username = \"ada\"\n external_id = \"42\""} {
		acctest.InProcess(t).ExpectRefused("data \"clerk_user\" \"this\" {\n"+lines+"\n}", "Invalid Attribute Combination", "one (and only one)")
	}
}

func TestAccSaysThatSeveralUsersHaveTheKey(t *testing.T) {
	t.Parallel()
	// Clerk keeps its keys unique, so this is not Clerk.
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`[{"id":"user_1"},{"id":"user_2"}]`))
	}))
	t.Cleanup(server.Close)
	cli := acctest.NewCLI(t, "data \"clerk_user\" \"this\" {\n  email_address = \"ada@example.com\"\n}", "CLERK_API_URL="+server.URL, "CLERK_SECRET_KEY=sk_test_several")
	out, code := cli.Run("plan")
	want := acctest.Words("Could not read the user", "email_address =", `2 users with the email address "ada@example.com"`, "Choose one by id")
	if code == 0 || !want.MatchString(out) {
		t.Errorf("the plan exits with %d:\n%s", code, out)
	}
}

func TestAccReadsPrivateMetadataOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	const asking = `
data "clerk_user" "silent" { id = clerk_user.ada.id }
data "clerk_user" "asked" {
  id                       = clerk_user.ada.id
  include_private_metadata = true
}
data "clerk_users" "silent" { user_ids = [clerk_user.ada.id] }
data "clerk_users" "asked" {
  user_ids                 = [clerk_user.ada.id]
  include_private_metadata = true
}
output "crm" {
  sensitive = true
  value = [
    jsondecode(data.clerk_user.asked.private_metadata).crm,
    jsondecode(data.clerk_users.asked.private_metadata[clerk_user.ada.id]).crm,
  ]
}`
	private := tfjsonpath.New("private_metadata")
	acctest.New(t).Run(resource.TestStep{
		Config: full + asking,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data.clerk_user.silent", private, knownvalue.Null()),
			statecheck.ExpectKnownValue("data.clerk_users.silent", private, knownvalue.Null()),
			statecheck.ExpectSensitiveValue("data.clerk_user.asked", private),
			statecheck.ExpectSensitiveValue("data.clerk_users.asked", private),
			statecheck.ExpectKnownOutputValue("crm", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("a-17"), knownvalue.StringExact("a-17")})),
		},
	})
}
