# By exactly one of id and email_address.
data "clerk_email_address" "grace" {
  email_address = "grace@example.com"
}

output "grace_user_id" {
  value = data.clerk_email_address.grace.user_id
}
