resource "clerk_organization_permission" "all" {
  count       = local.permissions
  key         = "org:area_${count.index}:read"
  name        = "Read area ${count.index}"
  description = count.index % 2 == 0 ? "What area ${count.index} says" : null
}
