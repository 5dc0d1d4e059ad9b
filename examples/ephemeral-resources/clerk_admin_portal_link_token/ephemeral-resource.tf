resource "clerk_organization" "globex" {
  name = "Globex"
  slug = "globex"
}

# A link of ten minutes for the IT administrator of Globex. It is revoked when Terraform is done.
ephemeral "clerk_admin_portal_link_token" "globex" {
  organization_id          = clerk_organization.globex.id
  it_contact_id            = "it@example.com"
  seconds_until_expiration = 600
}
