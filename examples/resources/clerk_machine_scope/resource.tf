resource "clerk_machine" "reports" {
  name = "reports"
}

resource "clerk_machine" "billing" {
  name = "billing"
}

# reports may use billing, and billing may use reports.
resource "clerk_machine_scope" "reports_to_billing" {
  from_machine_id = clerk_machine.reports.id
  to_machine_id   = clerk_machine.billing.id
}

resource "clerk_machine_scope" "billing_to_reports" {
  from_machine_id = clerk_machine.billing.id
  to_machine_id   = clerk_machine.reports.id
}
