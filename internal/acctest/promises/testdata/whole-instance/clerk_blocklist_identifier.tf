resource "clerk_blocklist_identifier" "all" {
  count      = 3
  identifier = "blocked-${count.index}@example.com"
}
