data "clerk_api_keys" "ada" {
  subject = "user_2abcdefghijklmnopqrstuvwxyz"
}

output "api_keys" {
  value = { for k in data.clerk_api_keys.ada.api_keys : k.name => k.expiration }
}
