# Users whose passwords were found in a leak.
locals {
  leaked_user_ids = toset(["user_2abcdefghijklmnopqrstuvwxyz"])
}

# terraform apply -invoke=action.clerk_user_set_password_compromised.leaked
action "clerk_user_set_password_compromised" "leaked" {
  for_each = local.leaked_user_ids

  config {
    user_id             = each.key
    revoke_all_sessions = true
  }
}
