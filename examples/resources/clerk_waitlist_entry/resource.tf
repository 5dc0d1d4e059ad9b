resource "clerk_waitlist_entry" "edith" {
  email_address = "edith@example.com"
}

# Several who have signed up for a list elsewhere, and know of it.
resource "clerk_waitlist_entry" "beta" {
  for_each = toset(["buyer@example.com", "reader@example.com"])

  email_address = each.value
  notify        = false
}
