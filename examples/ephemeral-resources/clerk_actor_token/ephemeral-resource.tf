# Grace sees for ten minutes what Ada sees. The session tokens name her as actor.
ephemeral "clerk_actor_token" "grace_as_ada" {
  user_id = clerk_user.ada.id
  actor   = jsonencode({ sub = clerk_user.grace.id })

  expires_in_seconds              = 300
  session_max_duration_in_seconds = 600
}

check "actor_token" {
  assert {
    condition     = ephemeral.clerk_actor_token.grace_as_ada.status == "pending"
    error_message = "The token cannot be used."
  }
}
