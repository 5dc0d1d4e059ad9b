resource "clerk_machine" "reports" {
  name = "reports"
}

# For a write-only argument of another provider, which stores it where the machine finds it.
ephemeral "clerk_machine_secret_key" "reports" {
  machine_id = clerk_machine.reports.id
}
