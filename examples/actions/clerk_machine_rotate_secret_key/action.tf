resource "clerk_machine" "reports" {
  name = "reports"
}

# terraform apply -invoke=action.clerk_machine_rotate_secret_key.reports
action "clerk_machine_rotate_secret_key" "reports" {
  config {
    machine_id         = clerk_machine.reports.id
    previous_token_ttl = 3600 # an hour to hand the new key to the machine
  }
}
