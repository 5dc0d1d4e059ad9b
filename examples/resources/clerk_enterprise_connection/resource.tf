resource "clerk_organization" "acme" {
  name = "Acme"
  slug = "acme"
}

# By SAML. The identity provider has to know acs_url and sp_entity_id first: leave
# active and saml out until it does.
resource "clerk_enterprise_connection" "acme" {
  name              = "Acme"
  identity_provider = "saml_okta"
  domains           = ["acme.example.com", "acme.example.org"]
  organization_id   = clerk_organization.acme.id
  active            = true

  saml = {
    idp_metadata_url = "https://idp.example.com/acme/metadata"
    attribute_mapping = {
      email_address = "mail"
      first_name    = "givenName"
      last_name     = "surname"
    }
  }

  custom_attributes = {
    department = {
      name     = "Department"
      sso_path = "department"
    }
  }
}

# By OpenID Connect. The secret reaches neither the plan nor the state; it is sent
# again when its version changes.
resource "clerk_enterprise_connection" "globex" {
  name              = "Globex"
  identity_provider = "oidc_custom"
  domains           = ["globex.example.com"]

  oidc = {
    discovery_url            = "https://idp.example.org/.well-known/openid-configuration"
    client_id                = "clerk"
    client_secret_wo         = var.globex_client_secret
    client_secret_wo_version = 1
  }
}

variable "globex_client_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

output "for_the_administrators_of_acme" {
  value = {
    acs_url      = clerk_enterprise_connection.acme.acs_url
    sp_entity_id = clerk_enterprise_connection.acme.sp_entity_id
  }
}
