# By exactly one of id, email_address, phone_number, username and external_id.
data "clerk_user" "grace" {
  email_address = "grace@example.com"
}

output "grace_department" {
  value = jsondecode(data.clerk_user.grace.public_metadata).department
}
