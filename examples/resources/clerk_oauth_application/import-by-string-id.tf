import {
  to = clerk_oauth_application.phone
  id = "oa_2abcdefghijklmnopqrstuvwxyz"
}
