# terraform query -generate-config-out=allowlist_identifiers.tf
list "clerk_allowlist_identifier" "all" {
  provider = clerk
}
