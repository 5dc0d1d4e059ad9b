import {
  to = clerk_blocklist_identifier.spammer
  id = "blid_2abcdefghijklmnopqrstuvwxyz"
}
