locals {
  clerk = provider::clerk::publishable_key("pk_test_Y2xldmVyLWZveC0xMi5jbGVyay5hY2NvdW50cy5kZXYk")
}

# What an API gateway needs to verify session tokens.
output "authorizer" {
  value = {
    issuer   = local.clerk.issuer   # https://clever-fox-12.clerk.accounts.dev
    jwks_uri = local.clerk.jwks_url # https://clever-fox-12.clerk.accounts.dev/.well-known/jwks.json
  }
}
