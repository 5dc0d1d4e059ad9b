# What every instance has. What differs between them is a variable.
terraform {
  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

variable "audience" {
  description = "Audience of the tokens for the API."
  type        = string
}

variable "testers" {
  description = "Email addresses of users for tests."
  type        = set(string)
  default     = []
}

resource "clerk_jwt_template" "api" {
  name     = "api"
  lifetime = 60

  claims = jsonencode({
    aud  = var.audience
    role = "{{user.public_metadata.role || 'reader'}}"
  })
}

resource "clerk_organization_permission" "read_invoices" {
  key  = "org:invoices:read"
  name = "Read invoices"
}

resource "clerk_organization_role" "billing" {
  key         = "org:billing"
  name        = "Billing"
  permissions = [clerk_organization_permission.read_invoices.key, "org:sys_memberships:read"]
}

resource "clerk_user" "testers" {
  for_each = var.testers

  email_addresses           = [each.key]
  skip_password_requirement = true
}
