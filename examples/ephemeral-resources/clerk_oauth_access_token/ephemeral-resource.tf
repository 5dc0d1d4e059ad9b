# The tokens of all accounts that Ada connected at Google.
ephemeral "clerk_oauth_access_token" "ada" {
  user_id       = clerk_user.ada.id
  provider_name = "google"
}

check "calendar" {
  assert {
    condition = alltrue([
      for t in ephemeral.clerk_oauth_access_token.ada.tokens :
      contains(t.scopes, "https://www.googleapis.com/auth/calendar")
    ])
    error_message = "Ada granted no access to a calendar."
  }
}
