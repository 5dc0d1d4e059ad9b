import {
  to = clerk_allowlist_identifier.company
  identity = {
    id = "alid_2abcdefghijklmnopqrstuvwxyz"
  }
}
