# terraform query -generate-config-out=instance_restrictions.tf
list "clerk_instance_restrictions" "this" {
  provider = clerk
}
