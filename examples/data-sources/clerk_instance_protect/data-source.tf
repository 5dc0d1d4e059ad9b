data "clerk_instance_protect" "this" {}

output "rules_enabled" {
  value = data.clerk_instance_protect.this.rules_enabled
}
