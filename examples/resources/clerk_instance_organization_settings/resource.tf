# Roles are named by their keys, which are the same in every instance.
resource "clerk_instance_organization_settings" "this" {
  enabled                  = true
  max_allowed_memberships  = 50
  admin_delete_enabled     = false
  domains_enabled          = true
  domains_enrollment_modes = ["automatic_suggestion"]
  creator_role             = "org:admin"
  domains_default_role     = "org:member"
}
