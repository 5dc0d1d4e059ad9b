# terraform apply -invoke=action.clerk_waitlist_entry_invite.next
action "clerk_waitlist_entry_invite" "next" {
  config {
    waitlist_entry_id = "waitlist_2abcdefghijklmnopqrstuvwxyz"
  }
}
