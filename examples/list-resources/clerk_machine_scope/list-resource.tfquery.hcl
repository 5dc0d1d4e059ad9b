# terraform query -generate-config-out=machine_scopes.tf
list "clerk_machine_scope" "all" {
  provider = clerk
}
