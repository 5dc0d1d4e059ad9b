import {
  to = clerk_redirect_url.app
  identity = {
    id = "ru_2abcdefghijklmnopqrstuvwxyz"
  }
}
