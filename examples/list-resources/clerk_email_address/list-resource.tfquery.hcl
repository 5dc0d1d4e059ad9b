# terraform query -generate-config-out=email_addresses.tf
list "clerk_email_address" "grace" {
  provider = clerk

  # Without it, those of all users.
  config {
    user_id = "user_2abcdefghijklmnopqrstuvwxyz"
  }
}
