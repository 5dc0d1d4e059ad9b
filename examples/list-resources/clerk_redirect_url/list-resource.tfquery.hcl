# terraform query -generate-config-out=redirect_urls.tf
list "clerk_redirect_url" "all" {
  provider = clerk
}
