# terraform query -generate-config-out=role_sets.tf
list "clerk_role_set" "all" {
  provider = clerk
}
