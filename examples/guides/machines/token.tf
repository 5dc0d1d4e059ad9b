# What a job shows to the services that the machine has access to. It is asked for when Terraform
# needs it, and revoked when Terraform is done with it.
ephemeral "clerk_m2m_token" "job" {
  machine_secret_key       = ephemeral.clerk_machine_secret_key.reports.secret_key
  seconds_until_expiration = 300
}
