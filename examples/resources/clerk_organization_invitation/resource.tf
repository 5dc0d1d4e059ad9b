resource "clerk_organization" "acme" {
  name = "Acme"
  slug = "acme"
}

resource "clerk_organization_invitation" "ada" {
  organization_id = clerk_organization.acme.id
  email_address   = "ada@example.com"
  role            = "org:admin"
  expires_in_days = 7
  redirect_url    = "https://app.example.com/join"
}

# Several, from one list. The membership will have the metadata.
resource "clerk_organization_invitation" "team" {
  for_each = toset(["grace@example.com", "hedy@example.com"])

  organization_id = clerk_organization.acme.id
  email_address   = each.value
  role            = "org:member"
  public_metadata = jsonencode({ team = "reports" })
}
