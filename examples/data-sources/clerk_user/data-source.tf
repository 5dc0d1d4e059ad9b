# By exactly one of id, email_address, phone_number, username and external_id.
data "clerk_user" "ada" {
  email_address = "ada@example.com"
}

output "ada_department" {
  value = jsondecode(data.clerk_user.ada.public_metadata).department
}
