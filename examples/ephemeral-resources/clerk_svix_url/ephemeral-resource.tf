# Who sets up the webhooks gets it from a secret store: hand it to a write-only argument there.
ephemeral "clerk_svix_url" "dashboard" {}

check "webhooks" {
  assert {
    condition     = startswith(ephemeral.clerk_svix_url.dashboard.url, "https://")
    error_message = "There is no dashboard of the webhooks."
  }
}
