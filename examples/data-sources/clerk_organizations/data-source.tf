data "clerk_organizations" "all" {
  order_by              = "-members_count"
  include_members_count = true
}

output "largest" {
  value = [for o in slice(data.clerk_organizations.all.organizations, 0, min(3, data.clerk_organizations.all.total_count)) : o.name]
}
