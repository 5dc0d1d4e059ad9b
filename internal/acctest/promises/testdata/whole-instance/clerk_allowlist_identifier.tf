resource "clerk_allowlist_identifier" "all" {
  count      = 3
  identifier = "*@allowed-${count.index}.example.com"
}
