# terraform query -generate-config-out=instance_settings.tf
list "clerk_instance_settings" "this" {
  provider = clerk
}
