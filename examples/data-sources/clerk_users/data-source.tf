# Every page is read, however many there are.
data "clerk_users" "banned" {
  banned   = true
  order_by = "-created_at"
}

output "banned_user_ids" {
  value = data.clerk_users.banned.users[*].id
}
