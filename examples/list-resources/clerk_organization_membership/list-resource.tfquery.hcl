# terraform query -generate-config-out=admins.tf
list "clerk_organization_membership" "admins" {
  provider = clerk

  # Without an organization, the memberships of all organizations, and no filters.
  config {
    organization_id = "org_2abcdefghijklmnopqrstuvwxyz"
    roles           = ["org:admin"]
  }
}
