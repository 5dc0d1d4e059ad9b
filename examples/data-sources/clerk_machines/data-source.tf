data "clerk_machines" "all" {
  order_by = "name"
}

output "machine_ids" {
  value = { for m in data.clerk_machines.all.machines : m.name => m.id }
}
