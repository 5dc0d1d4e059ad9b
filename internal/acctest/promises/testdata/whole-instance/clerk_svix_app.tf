resource "clerk_svix_app" "this" {}
