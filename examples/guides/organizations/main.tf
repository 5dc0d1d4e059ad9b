terraform {
  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {}

# Every instance begins with these two roles: they are imported, and not created.
import {
  to = clerk_organization_role.admin
  id = "org:admin"
}

import {
  to = clerk_organization_role.member
  id = "org:member"
}

resource "clerk_organization_role" "admin" {
  key  = "org:admin"
  name = "Admin"
}

resource "clerk_organization_role" "member" {
  key         = "org:member"
  name        = "Member"
  permissions = ["org:sys_memberships:read", "org:sys_billing:read"]
}

# A permission of one's own, and a role that has it.
resource "clerk_organization_permission" "read_reports" {
  key  = "org:reports:read"
  name = "Read reports"
}

resource "clerk_organization_role" "analyst" {
  key         = "org:analyst"
  name        = "Analyst"
  permissions = [clerk_organization_permission.read_reports.key, "org:sys_memberships:read"]
}

# What the members of a partner may be.
resource "clerk_role_set" "partners" {
  key          = "role_set:partners"
  name         = "Partners"
  roles        = [clerk_organization_role.admin.key, clerk_organization_role.analyst.key]
  default_role = clerk_organization_role.analyst.key
  creator_role = clerk_organization_role.admin.key
}

resource "clerk_organization" "acme" {
  name     = "Acme"
  slug     = "acme"
  role_set = clerk_role_set.partners.key
}

resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}

resource "clerk_organization_membership" "ada" {
  organization_id = clerk_organization.acme.id
  user_id         = clerk_user.ada.id
  role            = clerk_organization_role.analyst.key
}

# Members whom nobody wrote down show as a warning of each plan.
data "clerk_organization_memberships" "acme" {
  organization_id = clerk_organization.acme.id
  depends_on      = [clerk_organization_membership.ada]
}

check "members_of_acme" {
  assert {
    condition     = data.clerk_organization_memberships.acme.total_count == 1
    error_message = "Acme has ${data.clerk_organization_memberships.acme.total_count} members, and 1 of them is in the configuration."
  }
}
