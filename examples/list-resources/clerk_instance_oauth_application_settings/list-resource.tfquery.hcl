# terraform query -generate-config-out=instance_oauth_application_settings.tf
list "clerk_instance_oauth_application_settings" "this" {
  provider = clerk
}
