# By id or by name.
data "clerk_jwt_template" "api" {
  name = "api"
}

output "api_token_lifetime" {
  value = data.clerk_jwt_template.api.lifetime
}
