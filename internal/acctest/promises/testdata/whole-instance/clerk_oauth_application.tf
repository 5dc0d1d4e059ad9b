resource "clerk_oauth_application" "all" {
  count                  = 3
  name                   = "Application ${count.index}"
  redirect_uris          = ["https://app-${count.index}.example.com/callback"]
  scopes                 = ["profile", "email"]
  consent_screen_enabled = count.index != 1
  pkce_required          = count.index == 1
  public                 = count.index == 1
}
