resource "clerk_machine" "reports" {
  name = "reports"
}

ephemeral "clerk_machine_secret_key" "reports" {
  machine_id = clerk_machine.reports.id
}

# A token of five minutes, to configure another provider with. It is revoked when Terraform is done.
ephemeral "clerk_m2m_token" "reports" {
  machine_secret_key       = ephemeral.clerk_machine_secret_key.reports.secret_key
  seconds_until_expiration = 300
}
