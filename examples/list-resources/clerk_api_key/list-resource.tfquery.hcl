# terraform query -generate-config-out=api_keys.tf
list "clerk_api_key" "ada" {
  provider = clerk

  config {
    subject = "user_2abcdefghijklmnopqrstuvwxyz"
  }
}
