resource "clerk_instance_oauth_application_settings" "this" {
  dynamic_oauth_client_registration = false
  default_scopes                    = ["email", "profile"]
  oauth_jwt_access_tokens           = true
}
