# By exactly one of id and phone_number.
data "clerk_phone_number" "grace" {
  phone_number = "+15555550100"
}

output "grace_uses_her_number_as_second_factor" {
  value = data.clerk_phone_number.grace.reserved_for_second_factor
}
