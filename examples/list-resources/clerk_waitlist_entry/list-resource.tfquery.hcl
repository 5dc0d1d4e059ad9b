# terraform query -generate-config-out=waitlist.tf
list "clerk_waitlist_entry" "pending" {
  provider = clerk
}
