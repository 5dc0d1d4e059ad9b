resource "clerk_invitation" "guest" {
  email_address   = "guest@example.com"
  public_metadata = jsonencode({ plan = "pro" })
}

# Several, who find a page of the application's own, and have a week.
resource "clerk_invitation" "beta" {
  for_each = toset(["buyer@example.com", "reader@example.com"])

  email_address   = each.value
  redirect_url    = "https://app.example.com/welcome"
  expires_in_days = 7
}
