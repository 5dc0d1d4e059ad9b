import {
  to = clerk_waitlist_entry.edith
  id = "waitlist_2abcdefghijklmnopqrstuvwxyz"
}
