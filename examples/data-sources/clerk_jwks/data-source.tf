data "clerk_jwks" "this" {}

# For a gateway that takes a key in PEM form, by the key id of the token's header.
output "public_keys" {
  value = { for key in data.clerk_jwks.this.keys : key.id => key.public_key_pem }
}
