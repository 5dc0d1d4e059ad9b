data "clerk_enterprise_connections" "inactive" {
  active = false
}

output "domains_without_single_sign_on" {
  value = flatten([for c in data.clerk_enterprise_connections.inactive.enterprise_connections : c.domains])
}
