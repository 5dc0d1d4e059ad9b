data "clerk_instance_organization_settings" "this" {}

output "max_allowed_memberships" {
  value = data.clerk_instance_organization_settings.this.max_allowed_memberships
}
