data "clerk_role_sets" "all" {}

# The one that new organizations get.
output "initial_role_set" {
  value = one([for s in data.clerk_role_sets.all.role_sets : s.key if s.type == "initial"])
}
