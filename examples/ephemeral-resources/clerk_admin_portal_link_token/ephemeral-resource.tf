resource "clerk_organization" "acme" {
  name = "Acme"
  slug = "acme"
}

# A link of ten minutes for the IT administrator of Acme. It is revoked when Terraform is done.
ephemeral "clerk_admin_portal_link_token" "acme" {
  organization_id          = clerk_organization.acme.id
  it_contact_id            = "it@example.com"
  seconds_until_expiration = 600
}
