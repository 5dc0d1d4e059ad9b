variable "ada_password" {
  type      = string
  ephemeral = true
}

resource "clerk_user" "ada" {
  email_addresses     = ["ada@example.com"]
  password_wo         = var.ada_password
  password_wo_version = 1
}

# A wrong password is no error; the check block warns of it.
ephemeral "clerk_password_verification" "ada" {
  user_id  = clerk_user.ada.id
  password = var.ada_password
}

check "password" {
  assert {
    condition     = ephemeral.clerk_password_verification.ada.verified
    error_message = "Ada has another password by now."
  }
}
