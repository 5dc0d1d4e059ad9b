data "clerk_instance_oauth_application_settings" "this" {}

output "oauth_jwt_access_tokens" {
  value = data.clerk_instance_oauth_application_settings.this.oauth_jwt_access_tokens
}
