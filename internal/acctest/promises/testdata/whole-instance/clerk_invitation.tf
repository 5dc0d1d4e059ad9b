resource "clerk_invitation" "all" {
  count           = 3
  email_address   = "guest-${count.index}@example.com"
  public_metadata = jsonencode({ from = "sales" })
  notify          = false
}
