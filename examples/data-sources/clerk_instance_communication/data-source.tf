data "clerk_instance_communication" "this" {}

output "blocked_country_codes" {
  value = data.clerk_instance_communication.this.blocked_country_codes
}
