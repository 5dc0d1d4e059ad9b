# terraform query -generate-config-out=connections.tf
list "clerk_enterprise_connection" "all" {
  provider = clerk
}
