moved {
  from = clerk_webhook.this # or clerk_svix_webhook.this
  to   = clerk_svix_app.this
}

resource "clerk_svix_app" "this" {}

moved {
  from = clerk_saml_connection.okta
  to   = clerk_enterprise_connection.okta
}

resource "clerk_enterprise_connection" "okta" {
  name              = "Okta"
  identity_provider = "saml_okta"          # was provider_key or provider_type
  domains           = ["acme.example.com"] # was domain
  active            = true

  saml = { # all that is specific to SAML
    idp_metadata_url = "https://idp.example.com/acme/metadata"
    allow_subdomains = true
  }
}

moved {
  from = clerk_instance_domain.docs
  to   = clerk_domain.docs
}

resource "clerk_domain" "docs" {
  name = "docs.example.org"
}
