# terraform query -generate-config-out=instance_organization_settings.tf
list "clerk_instance_organization_settings" "this" {
  provider = clerk
}
