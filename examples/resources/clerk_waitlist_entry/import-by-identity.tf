import {
  to = clerk_waitlist_entry.ada
  identity = {
    id = "waitlist_2abcdefghijklmnopqrstuvwxyz"
  }
}
