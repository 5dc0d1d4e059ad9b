terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {}

import {
  to = clerk_user.ada
  id = "email:ada@example.com"
}

# Only what is to be managed is mentioned: her role, not her addresses.
resource "clerk_user" "ada" {
  public_metadata = jsonencode({ role = "analyst" })
}
