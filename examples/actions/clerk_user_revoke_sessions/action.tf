# Whenever what Grace may do changes, she has to sign in again.
resource "clerk_user_metadata" "grace" {
  user_id         = "user_2abcdefghijklmnopqrstuvwxyz"
  public_metadata = jsonencode({ clearance = "reviewer" })

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.clerk_user_revoke_sessions.grace]
    }
  }
}

action "clerk_user_revoke_sessions" "grace" {
  config {
    user_id = clerk_user_metadata.grace.user_id
  }
}
