import {
  to = clerk_phone_number.desk
  identity = {
    user_id = "user_2abcdefghijklmnopqrstuvwxyz"
    id      = "idn_2abcdefghijklmnopqrstuvwxyz"
  }
}
