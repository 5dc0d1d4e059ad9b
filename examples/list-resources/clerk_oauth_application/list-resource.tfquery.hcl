# terraform query -generate-config-out=oauth_applications.tf
list "clerk_oauth_application" "all" {
  provider = clerk
}
