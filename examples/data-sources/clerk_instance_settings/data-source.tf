data "clerk_instance_settings" "this" {}

output "from_email_address" {
  value = data.clerk_instance_settings.this.from_email_address
}
