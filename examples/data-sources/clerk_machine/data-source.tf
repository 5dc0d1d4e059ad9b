data "clerk_machine" "reports" {
  name = "reports"
}

output "machines_that_reports_may_use" {
  value = data.clerk_machine.reports.scoped_machine_ids
}
