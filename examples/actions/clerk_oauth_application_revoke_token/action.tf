variable "leaked_token" {
  description = "An opaque access token, or a refresh token."
  sensitive   = true
}

data "clerk_oauth_application" "docs" {
  name = "docs"
}

# terraform apply -invoke=action.clerk_oauth_application_revoke_token.leaked
action "clerk_oauth_application_revoke_token" "leaked" {
  config {
    oauth_application_id = data.clerk_oauth_application.docs.id
    token                = var.leaked_token
  }
}
