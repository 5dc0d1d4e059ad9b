data "clerk_instance_restrictions" "this" {}

output "allowlist" {
  value = data.clerk_instance_restrictions.this.allowlist
}
