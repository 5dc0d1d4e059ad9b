terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {}

variable "ada_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "clerk_user" "ada" {
  email_addresses     = ["ada@example.com"]
  private_metadata    = jsonencode({ payroll_id = 1007 })
  password_wo         = var.ada_password
  password_wo_version = 1
}

# A session of its own for each plan and each apply, revoked at the end of it.
ephemeral "clerk_session" "ada" {
  user_id = clerk_user.ada.id
}

output "environment" {
  value = provider::clerk::publishable_key("pk_test_Y2xlcmsuZXhhbXBsZS5jb20k").environment
}
