# terraform query -generate-config-out=machines.tf
list "clerk_machine" "all" {
  provider = clerk
}
