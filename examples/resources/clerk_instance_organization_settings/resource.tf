# The roles that creators and new members get are the initial role set's: see clerk_role_set.
resource "clerk_instance_organization_settings" "this" {
  enabled                  = true
  max_allowed_memberships  = 50
  admin_delete_enabled     = false
  domains_enabled          = true
  domains_enrollment_modes = ["automatic_suggestion"]
}
