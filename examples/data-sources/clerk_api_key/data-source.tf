resource "clerk_machine" "reports" {
  name = "reports"
}

resource "clerk_api_key" "reports" {
  subject = clerk_machine.reports.id
  name    = "nightly reports"
}

data "clerk_api_key" "reports" {
  id = clerk_api_key.reports.id
}

output "last_used" {
  value = data.clerk_api_key.reports.last_used_at
}
