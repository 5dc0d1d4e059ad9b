import {
  to = clerk_redirect_url.app
  id = "ru_2abcdefghijklmnopqrstuvwxyz"
}
