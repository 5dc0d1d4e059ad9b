terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {}

resource "clerk_jwt_template" "api" {
  name   = "api"
  claims = jsonencode({ role = "{{user.public_metadata.role || 'reader'}}" })
}

resource "clerk_user" "support" {
  email_addresses = ["support@example.com"]
  first_name      = "Support"
  public_metadata = jsonencode({ role = "agent" })

  lifecycle {
    # Set once, and then theirs to change.
    ignore_changes = [first_name]
  }
}
