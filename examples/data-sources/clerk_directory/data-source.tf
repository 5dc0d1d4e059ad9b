data "clerk_directory" "initech" {
  name = "Initech"
}

output "roles_of_groups" {
  value = { for g in data.clerk_directory.initech.group_role_mappings : g.group_id => g.role }
}
