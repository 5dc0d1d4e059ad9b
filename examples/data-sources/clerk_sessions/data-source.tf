# By user, by client, or by both. Every page is read.
data "clerk_sessions" "active" {
  user_id = "user_2abcdefghijklmnopqrstuvwxyz"
  status  = "active"
}

output "active_session_ids" {
  value = data.clerk_sessions.active.sessions[*].id
}
