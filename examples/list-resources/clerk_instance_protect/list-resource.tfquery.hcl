# terraform query -generate-config-out=instance_protect.tf
list "clerk_instance_protect" "this" {
  provider = clerk
}
