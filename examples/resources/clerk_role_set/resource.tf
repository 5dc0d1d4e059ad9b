# The roles that organizations of partners use.
resource "clerk_organization_role" "account_manager" {
  key         = "org:account_manager"
  name        = "Account manager"
  permissions = ["org:sys_memberships:read", "org:sys_memberships:manage", "org:sys_profile:delete"]
}

resource "clerk_organization_role" "guest" {
  key         = "org:guest"
  name        = "Guest"
  permissions = ["org:sys_memberships:read"]
}

resource "clerk_role_set" "partners" {
  key          = "role_set:partners"
  name         = "Partners"
  description  = "Organizations of partners"
  roles        = [clerk_organization_role.account_manager.key, clerk_organization_role.guest.key, "org:member"]
  default_role = clerk_organization_role.guest.key
  creator_role = clerk_organization_role.account_manager.key

  # When the role set is destroyed, its organizations get the initial one, which
  # does not have these roles. Guests then get its default role, as all others do.
  reassign = {
    "org:account_manager" = "org:admin"
  }
}
