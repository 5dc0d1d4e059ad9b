import {
  to = clerk_waitlist_entry.ada
  id = "waitlist_2abcdefghijklmnopqrstuvwxyz"
}
