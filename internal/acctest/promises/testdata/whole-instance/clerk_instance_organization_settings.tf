resource "clerk_instance_organization_settings" "this" {
  enabled                  = true
  admin_delete_enabled     = false
  max_allowed_memberships  = 100
  domains_enabled          = true
  domains_enrollment_modes = ["automatic_suggestion", "automatic_invitation"]
  creator_role             = "org:admin"
  domains_default_role     = "org:member"
}
