resource "clerk_organization_invitation" "all" {
  count           = 3
  organization_id = clerk_organization.all[count.index].id
  email_address   = "invited-${count.index}@example.com"
  role            = "org:member"
  public_metadata = jsonencode({ from = "sales" })
  notify          = false
}
