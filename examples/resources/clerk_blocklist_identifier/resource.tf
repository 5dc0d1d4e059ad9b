# One person, with all subaddresses.
resource "clerk_blocklist_identifier" "spammer" {
  identifier = "spammer@example.com"
}

# Whole domains, and all below one.
resource "clerk_blocklist_identifier" "domains" {
  for_each = toset(["example.org", "*.example.net"])

  identifier = "*@${each.value}"
}
