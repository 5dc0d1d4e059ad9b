# terraform query -generate-config-out=organizations.tf
list "clerk_organization" "all" {
  provider = clerk
}
