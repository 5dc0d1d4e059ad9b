# terraform query -generate-config-out=organization_permissions.tf
list "clerk_organization_permission" "reports" {
  provider = clerk

  config {
    query = "org:reports:"
  }
}
