import {
  to = clerk_blocklist_identifier.spammer
  identity = {
    id = "blid_2abcdefghijklmnopqrstuvwxyz"
  }
}
