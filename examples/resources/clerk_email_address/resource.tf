# An address of its own, beside those that clerk_user mentions.
resource "clerk_email_address" "billing" {
  user_id       = clerk_user.ada.id
  email_address = "billing@example.com"
  verified      = true
}

# This one becomes the primary address; the one that was primary until then is
# told. When it is replaced, the new one comes first, so that the user is never
# without it.
resource "clerk_email_address" "work" {
  user_id       = clerk_user.ada.id
  email_address = "ada@work.example.com"
  verified      = true
  primary       = true

  notify_primary_email_address_changed = true

  lifecycle {
    create_before_destroy = true
  }
}
