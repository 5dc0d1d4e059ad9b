import {
  to = clerk_email_address.billing
  id = "user_2abcdefghijklmnopqrstuvwxyz/idn_2abcdefghijklmnopqrstuvwxyz"
}
