# terraform apply -invoke=action.clerk_waitlist_entry_reject.spam
action "clerk_waitlist_entry_reject" "spam" {
  config {
    waitlist_entry_id = "waitlist_2abcdefghijklmnopqrstuvwxyz"
  }
}
