# A session of its own for each plan and each apply, revoked at the end of it.
# Development instances only.
ephemeral "clerk_session" "ada" {
  user_id = clerk_user.ada.id
}

# A check block may use what it gives.
check "session" {
  assert {
    condition     = ephemeral.clerk_session.ada.status == "active"
    error_message = "Ada cannot begin a session."
  }
}
