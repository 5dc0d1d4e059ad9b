resource "clerk_organization_membership" "all" {
  count           = var.memberships
  organization_id = clerk_organization.all[count.index % var.organizations].id
  user_id         = clerk_user.all[floor(count.index / var.organizations)].id
  role            = count.index % var.organizations % 10 == 9 ? clerk_organization_role.all[0].key : "org:member"
  public_metadata = count.index % 100 == 0 ? jsonencode({ desk = count.index }) : null
}
