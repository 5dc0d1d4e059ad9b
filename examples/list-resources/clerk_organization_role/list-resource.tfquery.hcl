# terraform query -generate-config-out=organization_roles.tf
list "clerk_organization_role" "all" {
  provider = clerk
}
