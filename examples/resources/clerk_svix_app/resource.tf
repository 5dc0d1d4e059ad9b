# The instance can send webhooks; clerk_svix_url opens the dashboard in which they are set up.
resource "clerk_svix_app" "this" {}
