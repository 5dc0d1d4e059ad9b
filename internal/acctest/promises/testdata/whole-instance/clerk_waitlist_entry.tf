resource "clerk_waitlist_entry" "all" {
  count         = 3
  email_address = "patient-${count.index}@example.com"
  notify        = false
}
