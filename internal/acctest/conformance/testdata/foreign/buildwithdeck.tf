resource "clerk_allowlist_identifier" "founder" {
  identifier = "founder@example.com"
}

resource "clerk_api_key" "backend" {
  name        = "Backend"
  subject     = clerk_user.ada.id
  description = "Used by the backend"
}

resource "clerk_blocklist_identifier" "spam" {
  identifier = "spam@example.com"
}

resource "clerk_domain" "docs" {
  name = "docs.example.org"
}

resource "clerk_domain" "shop" {
  name = "shop.example.org"
}

resource "clerk_enterprise_connection" "okta" {
  name              = "Okta SSO"
  identity_provider = "saml_custom"
  domains           = ["acme.example.com"]
  saml = {
    idp_entity_id   = "https://idp.example.com/acme"
    idp_sso_url     = "https://idp.example.com/acme/sso"
    idp_certificate = "MIIC-of-the-identity-provider"
    attribute_mapping = {
      user_id       = "nameid"
      email_address = "email"
      first_name    = "firstName"
      last_name     = "lastName"
    }
  }
}

resource "clerk_jwt_template" "app" {
  name   = "app"
  claims = jsonencode({ email = "{{user.primary_email_address}}" })
}

resource "clerk_machine" "service" {
  name              = "Backend service"
  default_token_ttl = 3600
}

resource "clerk_oauth_application" "app" {
  name          = "My OAuth app"
  redirect_uris = ["https://app.example.com/oauth/callback"]
  scopes        = ["email", "profile"]
  public        = false
}

resource "clerk_organization" "acme" {
  name                    = "Acme"
  slug                    = "acme"
  max_allowed_memberships = 100
}

resource "clerk_organization_domain" "acme" {
  organization_id = clerk_organization.acme.id
  name            = "acme.example.net"
  enrollment_mode = "automatic_invitation"
  verified        = true
}

resource "clerk_organization_membership" "ada" {
  organization_id = clerk_organization.acme.id
  user_id         = clerk_user.ada.id
  role            = "org:admin"
}

resource "clerk_organization_permission" "create" {
  name        = "Create posts"
  key         = "org:posts:create"
  description = "Creating posts"
}

resource "clerk_organization_role" "editor" {
  name        = "Editor"
  key         = "org:editor"
  description = "Edits content"
  permissions = [clerk_organization_permission.create.key]
}

resource "clerk_redirect_url" "app" {
  url = "https://app.example.com/callback"
}

resource "clerk_role_set" "partners" {
  name         = "Partners"
  key          = "role_set:partners"
  description  = "Of partners"
  default_role = "org:member"
  creator_role = "org:admin"
  roles        = ["org:admin", "org:member", clerk_organization_role.editor.key]
}

resource "clerk_svix_app" "main" {}

resource "clerk_user" "ada" {
  email_addresses       = ["ada@example.com", "ada@example.org"]
  primary_email_address = "ada@example.com"
  first_name            = "Ada"
  last_name             = "Brightwater"
  public_metadata       = jsonencode({ role = "tester" })
  private_metadata      = jsonencode({ payroll_id = 7 })
  password_wo           = "a password of Ada's"
  password_wo_version   = 1
  skip_password_checks  = true
}
