data "clerk_allowlist_identifiers" "all" {}

output "allowed" {
  value = data.clerk_allowlist_identifiers.all.allowlist_identifiers[*].identifier
}
