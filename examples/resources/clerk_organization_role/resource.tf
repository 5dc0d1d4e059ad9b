resource "clerk_organization_permission" "read_reports" {
  key  = "org:reports:read"
  name = "Read reports"
}

# A role for new organizations, with a permission of the application's and one of Clerk's.
resource "clerk_organization_role" "editor" {
  key         = "org:editor"
  name        = "Editor"
  description = "Writes and corrects reports."
  permissions = [
    clerk_organization_permission.read_reports.key,
    "org:sys_memberships:read",
  ]
  include_in_initial_role_set = true
}
