# terraform query -generate-config-out=users.tf
list "clerk_user" "employees" {
  provider = clerk
  limit    = 10000 # 100 without it

  # Without a filter, all users.
  config {
    email_address_query = "@example.com"
    banned              = false
  }
}
