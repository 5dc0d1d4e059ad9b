# The present key stays valid for an hour. Actions need Terraform 1.14 or later.
action "clerk_machine_rotate_secret_key" "reports" {
  config {
    machine_id         = clerk_machine.reports.id
    previous_token_ttl = 3600
  }
}
