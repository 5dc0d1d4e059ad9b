# Whoever opens its url within ten minutes is signed in as Ada. It is revoked at
# the end of the run, unless somebody has used it.
ephemeral "clerk_sign_in_token" "ada" {
  user_id            = clerk_user.ada.id
  expires_in_seconds = 600
}

check "sign_in_token" {
  assert {
    condition     = startswith(ephemeral.clerk_sign_in_token.ada.url, "https://")
    error_message = "The address of the token is not one for a browser."
  }
}
