import {
  to = clerk_user_metadata.billing
  identity = {
    user_id = "user_2abcdefghijklmnopqrstuvwxyz"
  }
}
