# End-to-end tests send it as __clerk_testing_token to the Frontend API.
ephemeral "clerk_testing_token" "e2e" {}

check "testing_token" {
  assert {
    condition     = timecmp(ephemeral.clerk_testing_token.e2e.expires_at, timestamp()) > 0
    error_message = "The testing token has expired."
  }
}
