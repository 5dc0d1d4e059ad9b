resource "clerk_allowlist_identifier" "founder" {
  identifier = "founder@example.com"
  notify     = true
}

resource "clerk_api_key" "backend" {
  name                     = "backend"
  subject                  = clerk_organization.acme.id
  scopes                   = ["read", "write"]
  seconds_until_expiration = 7776000
}

resource "clerk_blocklist_identifier" "spam" {
  identifier = "*@spam.example"
}

resource "clerk_domain" "satellite" {
  name = "satellite.example.org"
}

resource "clerk_enterprise_connection" "okta" {
  name              = "Okta"
  identity_provider = "saml_okta"
  domains           = ["acme.example.com"]
  active            = true
  saml = {
    idp_metadata_url = "https://idp.example.com/acme/metadata"
    allow_subdomains = true
  }
}

resource "clerk_instance_organization_settings" "this" {
  enabled                  = true
  max_allowed_memberships  = 25
  admin_delete_enabled     = true
  domains_enrollment_modes = ["automatic_invitation"]
  creator_role             = "org:admin"
}

resource "clerk_instance_restrictions" "this" {
  blocklist                = true
  block_email_subaddresses = true
}

resource "clerk_instance_settings" "this" {
  support_email   = "support@example.com"
  allowed_origins = ["capacitor://localhost"]
}

resource "clerk_jwt_template" "api" {
  name                   = "api"
  lifetime               = 3600
  claims                 = jsonencode({ role = "{{user.public_metadata.role}}" })
  custom_signing_key     = true
  signing_algorithm      = "HS256"
  signing_key_wo         = "a-signing-key-of-more-than-sixty-four-characters-for-any-algorithm-of-hmac"
  signing_key_wo_version = 1
}

resource "clerk_machine" "worker" {
  name              = "worker"
  default_token_ttl = 3600
}

resource "clerk_oauth_application" "portal" {
  name          = "Partner portal"
  redirect_uris = ["https://portal.example.com/callback"]
  scopes        = ["profile", "email"]
}

resource "clerk_organization" "acme" {
  name                    = "Acme"
  slug                    = "acme"
  max_allowed_memberships = 25
  public_metadata         = jsonencode({ tier = "enterprise" })
  private_metadata        = jsonencode({ account = 42 })
}

resource "clerk_organization_domain" "acme" {
  organization_id = clerk_organization.acme.id
  name            = "acme.example.net"
  enrollment_mode = "automatic_invitation"
}

resource "clerk_organization_membership" "ada" {
  organization_id = clerk_organization.acme.id
  user_id         = clerk_user.ada.id
  role            = "org:admin"
}

resource "clerk_organization_permission" "read" {
  name        = "Read invoices"
  key         = "org:invoices:read"
  description = "Read access to the invoices of the organization."
}

resource "clerk_organization_role" "billing" {
  name        = "Billing"
  key         = "org:billing"
  permissions = [clerk_organization_permission.read.key]
}

resource "clerk_redirect_url" "app" {
  url = "https://app.example.com/sso-callback"
}

resource "clerk_svix_app" "this" {}

resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}
