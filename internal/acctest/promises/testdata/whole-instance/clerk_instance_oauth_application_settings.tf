resource "clerk_instance_oauth_application_settings" "this" {
  oauth_jwt_access_tokens           = true
  dynamic_oauth_client_registration = true
  default_scopes                    = ["email", "profile"]
}
