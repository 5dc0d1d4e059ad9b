resource "clerk_organization" "acme" {
  name = "Acme"
  slug = "acme"
}

# Whoever signs up with an email address of the domain is invited.
resource "clerk_organization_domain" "example" {
  organization_id = clerk_organization.acme.id
  name            = "example.com"
  enrollment_mode = "automatic_invitation"
}

# One for an enterprise connection, which needs to know that the domain is the organization's.
resource "clerk_organization_domain" "sso" {
  organization_id    = clerk_organization.acme.id
  name               = "sso.example.com"
  enrollment_mode    = "enterprise_sso"
  ownership_verified = true
}
