import {
  to = clerk_user_metadata.billing
  id = "user_2abcdefghijklmnopqrstuvwxyz"
}
