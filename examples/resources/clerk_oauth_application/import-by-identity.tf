import {
  to = clerk_oauth_application.phone
  identity = {
    id = "oa_2abcdefghijklmnopqrstuvwxyz"
  }
}
