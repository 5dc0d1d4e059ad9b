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
