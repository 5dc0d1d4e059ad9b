# terraform query -generate-config-out=blocklist_identifiers.tf
list "clerk_blocklist_identifier" "all" {
  provider = clerk
}
