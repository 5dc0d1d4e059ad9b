package promises_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// Unique values move from one resource to another in one apply, whatever order the CLI
// takes the resources in.
func TestAccUniqueValuesMoveInOneApply(t *testing.T) {
	t.Parallel()
	i := acctest.New(t, func(o *clerksim.Options) { o.Latency = 20 * time.Millisecond })
	i.Run([]resource.TestStep{
		{Config: `
resource "clerk_user" "ada" {
  email_addresses       = ["ada@example.com", "team@example.com"]
  primary_email_address = "ada@example.com"
  username              = "captain"
  external_id           = "7"
  phone_numbers         = ["+15555550100"]
}
resource "clerk_user" "grace" {
  email_addresses = ["grace@example.com"]
}
resource "clerk_email_address" "first" {
  user_id       = clerk_user.ada.id
  email_address = "one@example.com"
  verified      = true
  lifecycle {
    create_before_destroy = true
  }
}
resource "clerk_email_address" "second" {
  user_id       = clerk_user.grace.id
  email_address = "two@example.com"
  verified      = true
  lifecycle {
    create_before_destroy = true
  }
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
  external_id     = "8"
  phone_numbers   = ["+15555560100"]
}
resource "clerk_user" "grace" {
  email_addresses       = ["grace@example.com", "team@example.com"]
  primary_email_address = "grace@example.com"
  username              = "captain"
  external_id           = "7"
  phone_numbers         = ["+15555550100"]
}
resource "clerk_email_address" "first" {
  user_id       = clerk_user.ada.id
  email_address = "three@example.com"
  verified      = true
  lifecycle {
    create_before_destroy = true
  }
}
resource "clerk_email_address" "second" {
  user_id       = clerk_user.grace.id
  email_address = "one@example.com"
  verified      = true
  lifecycle {
    create_before_destroy = true
  }
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
