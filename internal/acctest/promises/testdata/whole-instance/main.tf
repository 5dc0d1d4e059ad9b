# An instance with every type that is exported by default, and every argument that an export writes.

terraform {
  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

variable "users" {
  type = number
}

variable "organizations" {
  type = number
}

variable "memberships" {
  type = number
}

locals {
  roles       = 8
  permissions = 32
}

resource "clerk_instance_settings" "this" {
  hibp                = true
  allowed_origins     = ["https://app.example.com", "my-app://callback"]
  progressive_sign_up = true
  from_email_address  = "hello"
}

resource "clerk_instance_restrictions" "this" {
  blocklist                      = true
  block_disposable_email_domains = true
  block_email_subaddresses       = true
}

resource "clerk_instance_organization_settings" "this" {
  enabled                  = true
  admin_delete_enabled     = false
  max_allowed_memberships  = 100
  domains_enabled          = true
  domains_enrollment_modes = ["automatic_suggestion", "automatic_invitation"]
  creator_role             = "org:admin"
  domains_default_role     = "org:member"
}

resource "clerk_instance_protect" "this" {
  rules_enabled = true
}

resource "clerk_instance_communication" "this" {
  blocked_country_codes = ["AQ", "BV"]
}

resource "clerk_instance_oauth_application_settings" "this" {
  oauth_jwt_access_tokens           = true
  dynamic_oauth_client_registration = true
  default_scopes                    = ["email", "profile"]
}

resource "clerk_user" "all" {
  count                       = var.users
  first_name                  = "First ${count.index}"
  last_name                   = count.index % 2 == 0 ? "Last ${count.index}" : null
  username                    = count.index % 3 == 0 ? "user_${count.index}" : null
  external_id                 = "U-${count.index}"
  email_addresses             = count.index % 5 == 0 ? ["user-${count.index}@example.com", "other-${count.index}@example.com"] : ["user-${count.index}@example.com"]
  primary_email_address       = "user-${count.index}@example.com"
  phone_numbers               = count.index % 7 == 0 ? [for n in range(count.index == 7 ? 2 : 1) : format("+1555%03d0100", 300 + 500 * n + count.index)] : null
  primary_phone_number        = count.index == 7 ? "+15553070100" : null
  web3_wallets                = count.index == 0 ? [for n in range(2) : format("0x%040d", n + 1)] : null
  primary_web3_wallet         = count.index == 0 ? format("0x%040d", 1) : null
  public_metadata             = count.index % 4 == 0 ? jsonencode({ n = count.index, plan = "pro", "two words" = [1.5, "$${x}", null] }) : null
  unsafe_metadata             = count.index % 10 == 0 ? jsonencode({ theme = "dark" }) : null
  private_metadata_wo         = count.index % 10 == 1 ? jsonencode({ secret = "planted-private-metadata" }) : null
  private_metadata_wo_version = count.index % 10 == 1 ? 1 : null
  password_wo                 = count.index % 10 == 2 ? "planted-password-${count.index}" : null
  password_wo_version         = count.index % 10 == 2 ? 1 : null
  skip_password_checks        = count.index % 10 == 2 ? true : null
  totp_secret_wo              = count.index == 12 ? "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" : null
  totp_secret_wo_version      = count.index == 12 ? 1 : null
  banned                      = count.index % 50 == 3 ? true : null
  locale                      = count.index % 20 == 4 ? "de-DE" : null
  created_at                  = count.index % 25 == 5 ? "2024-01-02T03:04:05Z" : null
  legal_accepted_at           = count.index % 25 == 6 ? "2024-01-02T03:04:05Z" : null
  delete_self_enabled         = count.index % 25 == 7 ? false : null
  create_organization_enabled = count.index % 25 == 8 ? false : null
  create_organizations_limit  = count.index % 25 == 9 ? 3 : null
  bypass_client_trust         = count.index % 25 == 10 ? true : null
  profile_image               = count.index == 1 ? "${path.module}/green.png" : null
}

resource "clerk_organization_permission" "all" {
  count       = local.permissions
  key         = "org:area_${count.index}:read"
  name        = "Read area ${count.index}"
  description = count.index % 2 == 0 ? "What area ${count.index} says" : null
}

resource "clerk_organization_role" "all" {
  count       = local.roles
  key         = "org:role_${count.index}"
  name        = "Role ${count.index}"
  description = count.index % 2 == 0 ? "Those of area ${count.index}" : null
  permissions = [clerk_organization_permission.all[count.index].key, "org:sys_memberships:read"]
}

resource "clerk_role_set" "all" {
  count        = 3
  key          = "role_set:partners_${count.index}"
  name         = "Partners ${count.index}"
  description  = "Kind ${count.index}"
  roles        = ["org:admin", clerk_organization_role.all[count.index].key, clerk_organization_role.all[count.index + 1].key]
  default_role = clerk_organization_role.all[count.index].key
  creator_role = "org:admin"
}

resource "clerk_organization" "all" {
  count                       = var.organizations
  name                        = "Organization ${count.index}"
  slug                        = "organization-${count.index}"
  created_by                  = count.index % 3 == 0 ? clerk_user.all[var.users - 1 - count.index].id : null
  public_metadata             = count.index % 2 == 0 ? jsonencode({ plan = "pro" }) : null
  private_metadata_wo         = count.index % 5 == 0 ? jsonencode({ secret = "planted-private-metadata" }) : null
  private_metadata_wo_version = count.index % 5 == 0 ? 1 : null
  max_allowed_memberships     = count.index % 2 == 0 ? 200 : null
  admin_delete_enabled        = count.index % 4 == 0 ? false : null
  role_set                    = count.index % 10 == 9 ? clerk_role_set.all[0].key : null
  logo                        = count.index == 0 ? "${path.module}/green.png" : null
  depends_on                  = [clerk_instance_organization_settings.this]
}

resource "clerk_organization_membership" "all" {
  count           = var.memberships
  organization_id = clerk_organization.all[count.index % var.organizations].id
  user_id         = clerk_user.all[floor(count.index / var.organizations)].id
  role            = count.index % var.organizations % 10 == 9 ? clerk_organization_role.all[0].key : "org:member"
  public_metadata = count.index % 100 == 0 ? jsonencode({ desk = count.index }) : null
}

resource "clerk_organization_domain" "all" {
  count              = 3
  organization_id    = clerk_organization.all[count.index].id
  name               = "team-${count.index}.example.com"
  enrollment_mode    = ["manual_invitation", "automatic_invitation", "manual_invitation"][count.index]
  ownership_verified = count.index == 1
  verified           = count.index == 2 ? false : null
}

resource "clerk_organization_invitation" "all" {
  count           = 3
  organization_id = clerk_organization.all[count.index].id
  email_address   = "invited-${count.index}@example.com"
  role            = "org:member"
  public_metadata = jsonencode({ from = "sales" })
  notify          = false
}

resource "clerk_invitation" "all" {
  count           = 3
  email_address   = "guest-${count.index}@example.com"
  public_metadata = jsonencode({ from = "sales" })
  notify          = false
}

resource "clerk_waitlist_entry" "all" {
  count         = 3
  email_address = "patient-${count.index}@example.com"
  notify        = false
}

resource "clerk_svix_app" "this" {}

resource "clerk_enterprise_connection" "saml" {
  count                              = 2
  name                               = "SAML ${count.index}"
  identity_provider                  = "saml_okta"
  domains                            = ["saml-${count.index}.example.com"]
  organization_id                    = clerk_organization.all[count.index].id
  active                             = true
  sync_user_attributes               = false
  disable_additional_identifications = true
  allow_organization_account_linking = true
  custom_attributes = {
    department = { name = "Department", sso_path = "department", directory_path = "title" }
    team       = { name = "Team", multi_valued = true }
  }
  saml = {
    idp_entity_id       = "https://idp.example.com/${count.index}"
    idp_sso_url         = "https://idp.example.com/${count.index}/sso"
    idp_metadata_url    = "https://idp.example.com/${count.index}/metadata"
    allow_subdomains    = true
    allow_idp_initiated = true
    force_authn         = true
    login_hint          = { mode = "custom_attribute", source = "login" }
  }
}

resource "clerk_enterprise_connection" "oidc" {
  name              = "OIDC"
  identity_provider = "oidc_custom"
  domains           = ["oidc.example.com"]
  oidc = {
    client_id                = "clerk"
    client_secret_wo         = "planted-client-secret"
    client_secret_wo_version = 1
    discovery_url            = "https://idp.example.com/.well-known/openid-configuration"
  }
}

resource "clerk_enterprise_connection" "pkce" {
  name              = "PKCE"
  identity_provider = "oidc_custom"
  domains           = ["pkce.example.com"]
  oidc = {
    client_id     = "clerk"
    requires_pkce = true
    auth_url      = "https://idp.example.com/authorize"
    token_url     = "https://idp.example.com/token"
    user_info_url = "https://idp.example.com/userinfo"
  }
}

resource "clerk_directory" "all" {
  count                      = 3
  name                       = "Directory ${count.index}"
  enterprise_connection_id   = concat(clerk_enterprise_connection.saml, [clerk_enterprise_connection.oidc])[count.index].id
  identity_provider          = "okta"
  enabled                    = count.index != 1
  group_role_mapping_enabled = count.index == 0
  group_role_mappings        = count.index == 0 ? [{ group_id = "everyone", role = "org:member" }] : null
}

resource "clerk_oauth_application" "all" {
  count                  = 3
  name                   = "Application ${count.index}"
  redirect_uris          = ["https://app-${count.index}.example.com/callback"]
  scopes                 = ["profile", "email"]
  consent_screen_enabled = count.index != 1
  pkce_required          = count.index == 1
  public                 = count.index == 1
}

resource "clerk_machine" "all" {
  count             = 3
  name              = "Machine ${count.index}"
  default_token_ttl = count.index == 0 ? 600 : null
}

resource "clerk_machine_scope" "all" {
  count           = 3
  from_machine_id = clerk_machine.all[count.index].id
  to_machine_id   = clerk_machine.all[(count.index + 1) % 3].id
}

resource "clerk_api_key" "all" {
  count       = 3
  subject     = clerk_user.all[count.index].id
  name        = "Key ${count.index}"
  description = "For the reports"
  scopes      = ["reports:read"]
  claims      = jsonencode({ team = "reports" })
}

resource "clerk_jwt_template" "all" {
  count                  = 3
  name                   = "template-${count.index}"
  claims                 = jsonencode({ aud = "template-${count.index}", id = "{{user.id}}" })
  lifetime               = 300 + count.index
  allowed_clock_skew     = 7
  custom_signing_key     = count.index == 0 ? true : null
  signing_algorithm      = count.index == 0 ? "HS256" : null
  signing_key_wo         = count.index == 0 ? "planted-signing-key-planted-signing-key-planted-signing-key-planted" : null
  signing_key_wo_version = count.index == 0 ? 1 : null
}

resource "clerk_redirect_url" "all" {
  count = 3
  url   = "my-app-${count.index}://callback"
}

resource "clerk_domain" "satellite" {
  count     = 3
  name      = "satellite-${count.index}.example.com"
  proxy_url = count.index == 0 ? "https://satellite-0.example.com/__clerk" : null
}

resource "clerk_allowlist_identifier" "all" {
  count      = 3
  identifier = "*@allowed-${count.index}.example.com"
}

resource "clerk_blocklist_identifier" "all" {
  count      = 3
  identifier = "blocked-${count.index}@example.com"
}
