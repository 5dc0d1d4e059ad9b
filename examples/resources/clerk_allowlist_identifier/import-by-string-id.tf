import {
  to = clerk_allowlist_identifier.company
  id = "alid_2abcdefghijklmnopqrstuvwxyz"
}
