resource "clerk_oauth_application" "docs" {
  name          = "docs"
  redirect_uris = ["https://docs.example.com/callback"]
  scopes        = ["profile", "email", "public_metadata"]

  # The secret is then in the state. Another version rotates it.
  keep_client_secret    = true
  client_secret_version = 1
}

# An application on a phone cannot keep a secret.
resource "clerk_oauth_application" "phone" {
  name          = "phone"
  redirect_uris = ["com.example.app://callback"]
  public        = true
  pkce_required = true
}

# For whoever configures the client.
output "docs_client_id" {
  value = clerk_oauth_application.docs.client_id
}

output "docs_client_secret" {
  value     = clerk_oauth_application.docs.client_secret
  sensitive = true
}
