variable "ada_totp_secret" {
  type      = string
  ephemeral = true
}

variable "ada_totp_code" {
  type        = string
  ephemeral   = true
  description = "What Ada's authenticator app shows now."
}

resource "clerk_user" "ada" {
  email_addresses        = ["ada@example.com"]
  totp_secret_wo         = var.ada_totp_secret
  totp_secret_wo_version = 1
}

# A wrong code is no error; the check block warns of it.
ephemeral "clerk_totp_verification" "ada" {
  user_id = clerk_user.ada.id
  code    = var.ada_totp_code
}

check "authenticator" {
  assert {
    condition     = ephemeral.clerk_totp_verification.ada.verified
    error_message = "Ada's authenticator app has another secret, or the code is too old."
  }
}
