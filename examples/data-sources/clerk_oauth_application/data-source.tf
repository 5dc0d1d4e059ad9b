data "clerk_oauth_application" "docs" {
  name = "docs"
}

output "discovery_url" {
  value = data.clerk_oauth_application.docs.discovery_url
}
