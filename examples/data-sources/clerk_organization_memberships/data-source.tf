# The admins of an organization.
data "clerk_organization_memberships" "admins" {
  organization_id = "org_2abcdefghijklmnopqrstuvwxyz"
  roles           = ["org:admin"]
}

output "admins" {
  value = data.clerk_organization_memberships.admins.organization_memberships[*].user.identifier
}

# All memberships of the instance.
data "clerk_organization_memberships" "all" {}

output "members_by_organization" {
  value = {
    for m in data.clerk_organization_memberships.all.organization_memberships :
    m.organization.name => m.user.identifier...
  }
}
