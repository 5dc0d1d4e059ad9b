data "clerk_organization_roles" "all" {}

# Those that may become the role of organization creators.
output "creator_roles" {
  value = [for r in data.clerk_organization_roles.all.organization_roles : r.key if r.is_creator_eligible]
}
