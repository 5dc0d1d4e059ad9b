# terraform apply -invoke=action.clerk_session_revoke.reported
action "clerk_session_revoke" "reported" {
  config {
    session_id = "sess_2abcdefghijklmnopqrstuvwxyz"
  }
}
