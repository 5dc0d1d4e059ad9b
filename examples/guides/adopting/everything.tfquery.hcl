list "clerk_jwt_template" "all" {
  provider = clerk
  limit    = 1000
}

# Without a limit, Terraform stops after a hundred.
list "clerk_user" "staff" {
  provider = clerk
  limit    = 1000

  config {
    email_address_query = "@example.com"
  }
}
