# The phone with the authenticator app is lost:
# terraform apply -invoke=action.clerk_user_disable_mfa.grace
action "clerk_user_disable_mfa" "grace" {
  config {
    user_id = "user_2abcdefghijklmnopqrstuvwxyz"
  }
}
