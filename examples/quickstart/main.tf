# 25 users from a CSV file and two JWT templates. `make demo` applies this to a
# local Clerk; with CLERK_SECRET_KEY set, it applies to the instance of that key.

terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

# Reads CLERK_SECRET_KEY, and CLERK_API_URL if there is one.
provider "clerk" {}

locals {
  people = {
    for person in csvdecode(file("${path.module}/users.csv")) : person.email => person
  }
}

resource "clerk_user" "people" {
  for_each = local.people

  email_addresses = [each.key]
  external_id     = each.value.employee_number
  first_name      = each.value.first_name
  last_name       = each.value.last_name

  public_metadata = jsonencode({
    department = each.value.department
    office     = each.value.office
  })

  private_metadata = jsonencode({
    employee_number = each.value.employee_number
  })

  banned = each.value.status == "banned"
  locked = each.value.status == "locked"
}

resource "clerk_jwt_template" "api" {
  name               = "api"
  lifetime           = 600
  allowed_clock_skew = 5

  claims = jsonencode({
    aud        = "https://api.example.com"
    email      = "{{user.primary_email_address}}"
    department = "{{user.public_metadata.department}}"
  })
}

resource "clerk_jwt_template" "reporting" {
  name     = "reporting"
  lifetime = 60

  claims = jsonencode({
    aud    = "https://reporting.example.com"
    name   = "{{user.full_name}}"
    office = "{{user.public_metadata.office || 'remote'}}"
  })
}

output "users" {
  description = "How many users there are, by department."
  value       = { for department, emails in { for person in local.people : person.department => person.email... } : department => length(emails) }
}
