import {
  to = clerk_phone_number.desk
  id = "user_2abcdefghijklmnopqrstuvwxyz/idn_2abcdefghijklmnopqrstuvwxyz"
}
