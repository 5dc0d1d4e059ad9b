# terraform query -generate-config-out=phone_numbers.tf
list "clerk_phone_number" "grace" {
  provider = clerk

  # Without it, those of all users.
  config {
    user_id = "user_2abcdefghijklmnopqrstuvwxyz"
  }
}
