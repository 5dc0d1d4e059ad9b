import {
  to = clerk_waitlist_entry.edith
  identity = {
    id = "waitlist_2abcdefghijklmnopqrstuvwxyz"
  }
}
