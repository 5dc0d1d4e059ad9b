resource "clerk_organization_role" "all" {
  count       = local.roles
  key         = "org:role_${count.index}"
  name        = "Role ${count.index}"
  description = count.index % 2 == 0 ? "Those of area ${count.index}" : null
  permissions = [clerk_organization_permission.all[count.index].key, "org:sys_memberships:read"]
}
