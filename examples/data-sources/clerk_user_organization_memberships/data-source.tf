data "clerk_user_organization_memberships" "ada" {
  user_id = "user_2abcdefghijklmnopqrstuvwxyz"
}

# The slugs of the organizations, by the user's role in them.
output "ada_organizations" {
  value = {
    for m in data.clerk_user_organization_memberships.ada.organization_memberships :
    m.role => m.organization.slug...
  }
}
