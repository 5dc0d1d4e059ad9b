data "clerk_redirect_urls" "all" {}

output "redirect_urls" {
  value = data.clerk_redirect_urls.all.redirect_urls[*].url
}
