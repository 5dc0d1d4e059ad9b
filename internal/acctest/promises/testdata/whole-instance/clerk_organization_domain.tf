resource "clerk_organization_domain" "all" {
  count              = 3
  organization_id    = clerk_organization.all[count.index].id
  name               = "team-${count.index}.example.com"
  enrollment_mode    = ["manual_invitation", "automatic_invitation", "manual_invitation"][count.index]
  ownership_verified = count.index == 1
  verified           = count.index == 2 ? false : null
}
