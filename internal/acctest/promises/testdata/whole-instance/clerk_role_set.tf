resource "clerk_role_set" "all" {
  count        = 3
  key          = "role_set:partners_${count.index}"
  name         = "Partners ${count.index}"
  description  = "Kind ${count.index}"
  roles        = ["org:admin", clerk_organization_role.all[count.index].key, clerk_organization_role.all[count.index + 1].key]
  default_role = clerk_organization_role.all[count.index].key
  creator_role = "org:admin"
}
