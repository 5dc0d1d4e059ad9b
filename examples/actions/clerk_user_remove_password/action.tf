# From now on, Grace signs in without a password:
# terraform apply -invoke=action.clerk_user_remove_password.grace
action "clerk_user_remove_password" "grace" {
  config {
    user_id                    = "user_2abcdefghijklmnopqrstuvwxyz"
    sign_out_of_other_sessions = true
  }
}
