resource "clerk_machine" "reports" {
  name = "reports"
}

resource "clerk_api_key" "reports" {
  subject     = clerk_machine.reports.id
  name        = "nightly-reports"
  description = "Writes the reports of the night."
  scopes      = ["reports:read", "reports:write"]
  claims      = jsonencode({ team = "finance" })

  seconds_until_expiration = 90 * 86400
}
