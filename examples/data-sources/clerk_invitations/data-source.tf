# All that nobody has revoked.
data "clerk_invitations" "all" {}

# Those that are still open, the next to expire first.
data "clerk_invitations" "open" {
  status   = "pending"
  order_by = "expires_at"
}

output "open_invitations" {
  value = { for i in data.clerk_invitations.open.invitations : i.email_address => i.expires_at }
}
