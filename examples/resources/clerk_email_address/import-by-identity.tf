import {
  to = clerk_email_address.billing
  identity = {
    user_id = "user_2abcdefghijklmnopqrstuvwxyz"
    id      = "idn_2abcdefghijklmnopqrstuvwxyz"
  }
}
