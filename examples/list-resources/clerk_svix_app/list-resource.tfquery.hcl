# terraform query -generate-config-out=svix_app.tf
list "clerk_svix_app" "this" {
  provider = clerk
}
