resource "clerk_machine" "reports" {
  name = "reports"
}

resource "clerk_api_key" "reports" {
  subject = clerk_machine.reports.id
  name    = "nightly reports"
}

# For a write-only argument of another provider.
ephemeral "clerk_api_key_secret" "reports" {
  api_key_id = clerk_api_key.reports.id
}
