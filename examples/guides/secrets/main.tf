terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {} # the key stands in CLERK_SECRET_KEY, and nowhere else

# An ephemeral variable reaches no plan and no state, and may be used only where
# nothing else does: in write-only arguments, ephemeral resources and providers.
variable "robot_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "robot_password_version" {
  description = "Counted up whenever robot_password is another one."
  type        = number
  default     = 1
}

variable "partner_signing_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "crm_token" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "clerk_user" "robot" {
  email_addresses     = ["robot@example.com"]
  password_wo         = var.robot_password
  password_wo_version = var.robot_password_version

  # Stored nowhere, and so not compared.
  private_metadata_wo         = jsonencode({ crm_token = var.crm_token })
  private_metadata_wo_version = 1
}

resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]

  # Stored in the state, and so compared: for what is private, but no secret.
  private_metadata = jsonencode({ payroll_id = 1007 })
}

resource "clerk_jwt_template" "partner" {
  name   = "partner"
  claims = jsonencode({ aud = "https://partner.example.com" })

  custom_signing_key     = true
  signing_algorithm      = "HS256"
  signing_key_wo         = var.partner_signing_key
  signing_key_wo_version = 1
}

# Clerk does not tell a password, but it verifies one, in each plan.
ephemeral "clerk_password_verification" "robot" {
  user_id  = clerk_user.robot.id
  password = var.robot_password
}

check "robot_password" {
  assert {
    condition     = ephemeral.clerk_password_verification.robot.verified
    error_message = "The robot has another password than robot_password."
  }
}
