# A number of its own, beside those that clerk_user mentions.
resource "clerk_phone_number" "desk" {
  user_id      = clerk_user.ada.id
  phone_number = "+15555560100"
  verified     = true
  primary      = true
}

# Codes of the second factor go here. The number has to be verified.
resource "clerk_phone_number" "second_factor" {
  user_id                    = clerk_user.ada.id
  phone_number               = "+15555570100"
  verified                   = true
  reserved_for_second_factor = true
}
