package promises_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// Unique values move from one resource to another in one apply, whatever order the CLI
// takes the resources in.
func TestAccUniqueValuesMoveInOneApply(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run([]resource.TestStep{
		{Config: `
resource "clerk_user" "ada" {
  email_addresses       = ["ada@example.com", "team@example.com"]
  primary_email_address = "ada@example.com"
  username              = "captain"
}
resource "clerk_user" "grace" {
  email_addresses = ["grace@example.com"]
}
resource "clerk_jwt_template" "old" {
  name   = "hasura"
  claims = "{}"
}
resource "clerk_jwt_template" "second" {
  name   = "supabase"
  claims = "{}"
}
`},
		{Config: `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  username        = "countess"
}
resource "clerk_user" "grace" {
  email_addresses       = ["grace@example.com", "team@example.com"]
  primary_email_address = "grace@example.com"
  username              = "captain"
}
resource "clerk_jwt_template" "another" {
  name   = "hasura"
  claims = "{}"
}
resource "clerk_jwt_template" "second" {
  name   = "convex"
  claims = "{}"
}
resource "clerk_jwt_template" "third" {
  name   = "supabase"
  claims = "{}"
}
`},
		{Config: `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  username        = "captain"
}
resource "clerk_user" "grace" {
  email_addresses       = ["grace@example.com", "team@example.com"]
  primary_email_address = "grace@example.com"
  username              = "countess"
}
`, ExpectError: regexp.MustCompile(`Clerk has no exchange`)},
	}...)
}
