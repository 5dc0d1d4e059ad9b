# Takes the same filters as clerk_users, and counts in one request.
data "clerk_user_count" "banned" {
  banned = true
}

output "banned_users" {
  value = data.clerk_user_count.banned.total_count
}
