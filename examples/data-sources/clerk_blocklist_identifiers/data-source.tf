data "clerk_blocklist_identifiers" "all" {}

output "blocked" {
  value = data.clerk_blocklist_identifiers.all.blocklist_identifiers[*].identifier
}
