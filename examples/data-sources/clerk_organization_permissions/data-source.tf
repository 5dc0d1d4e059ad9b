data "clerk_organization_permissions" "all" {
  order_by = "key"
}

output "system_permissions" {
  value = [for p in data.clerk_organization_permissions.all.organization_permissions : p.key if p.type == "system"]
}
