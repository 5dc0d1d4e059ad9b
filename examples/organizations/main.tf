# Seeds an environment with customers: organizations with their members, from a JSON
# file. Use it as a module:
#
#   module "customers" {
#     source         = "./organizations"
#     customers_file = "${path.root}/customers.json"
#   }
#
# The file has the roles that members may have beside Clerk's own, and the customers,
# by slug. The slug names the organization in the state; a customer whose slug changes
# is deleted and created again, unless a moved block says that it moved.
#
#   {
#     "roles": {
#       "org:billing": { "name": "Billing", "permissions": ["org:invoices:read"] }
#     },
#     "customers": {
#       "acme": {
#         "name": "Acme",
#         "plan": "pro",
#         "seats": 5,
#         "members": { "ada@acme.example.com": "org:admin" }
#       }
#     }
#   }
#
# plan and seats may be missing: the organization then has no plan in its public
# metadata, and the limit of members that the instance gives it.

terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

variable "customers_file" {
  description = "Path of a JSON file with roles and customers."
  type        = string
}

locals {
  file      = jsondecode(file(var.customers_file))
  roles     = try(local.file.roles, {})
  customers = local.file.customers

  # Each permission once, whichever roles have it. Clerk's own, org:sys_…, exist already.
  permissions = toset([
    for key in distinct(flatten([for role in local.roles : role.permissions])) : key if !startswith(key, "org:sys_")
  ])

  # One entry for each member of each customer, named like "acme/ada@acme.example.com".
  members = merge([
    for slug, customer in local.customers : {
      for email, role in customer.members : "${slug}/${email}" => { slug = slug, email = email, role = role }
    }
  ]...)
}

resource "clerk_organization_permission" "this" {
  for_each = local.permissions

  key  = each.key
  name = each.key
}

resource "clerk_organization_role" "this" {
  for_each = local.roles

  key  = each.key
  name = each.value.name

  # The permissions of this configuration by reference, so that they exist first.
  permissions = [for key in each.value.permissions : try(clerk_organization_permission.this[key].key, key)]

  # The organizations use the initial role set, so that their members can have it.
  include_in_initial_role_set = true

  lifecycle {
    # Another key is another role: members move to it before the old one goes.
    create_before_destroy = true
  }
}

resource "clerk_organization" "this" {
  for_each = local.customers

  name                    = each.value.name
  slug                    = each.key
  max_allowed_memberships = try(each.value.seats, null)
  public_metadata         = can(each.value.plan) ? jsonencode({ plan = each.value.plan }) : null
}

# Somebody may be a member of several customers, and is one user.
resource "clerk_user" "member" {
  for_each = toset([for member in local.members : member.email])

  email_addresses           = [each.key]
  skip_password_requirement = true
}

resource "clerk_organization_membership" "this" {
  for_each = local.members

  organization_id = clerk_organization.this[each.value.slug].id
  user_id         = clerk_user.member[each.value.email].id
  role            = try(clerk_organization_role.this[each.value.role].key, each.value.role)
}

output "organization_ids" {
  description = "Ids of the organizations in Clerk, by slug."
  value       = { for slug, organization in clerk_organization.this : slug => organization.id }
}
