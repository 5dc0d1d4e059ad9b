# terraform query -generate-config-out=instance_communication.tf
list "clerk_instance_communication" "this" {
  provider = clerk
}
