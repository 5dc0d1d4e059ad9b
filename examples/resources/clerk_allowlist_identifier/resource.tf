# Everybody with an address of the company.
resource "clerk_allowlist_identifier" "company" {
  identifier = "*@example.com"
}

# Some guests, each of whom gets an invitation.
resource "clerk_allowlist_identifier" "guests" {
  for_each = toset(["ada@example.org", "grace@example.net"])

  identifier = each.value
  notify     = true
}
