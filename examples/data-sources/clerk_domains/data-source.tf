data "clerk_domains" "all" {}

# Where Clerk is reached for each application.
output "frontend_api_urls" {
  value = { for d in data.clerk_domains.all.domains : d.name => d.frontend_api_url }
}
