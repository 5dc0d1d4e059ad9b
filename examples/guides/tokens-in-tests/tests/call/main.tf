# A helper: seeds a user, signs them in, mints a token and calls the API with it.
# Assertions of a test cannot look at ephemeral values, but a module can use them.
terraform {
  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

variable "template" {
  type = string
}

variable "role" {
  type = string
}

variable "api_url" {
  type = string
}

# What calls the API. It finds the token in TOKEN, and fails if the API refuses it.
variable "call" {
  type    = string
  default = "curl --fail --silent --show-error --header \"Authorization: Bearer $TOKEN\" \"$API_URL\""
}

resource "clerk_user" "tester" {
  email_addresses = ["tester@example.com"]
  public_metadata = jsonencode({ role = var.role })
}

# Sessions can be created on development instances only.
ephemeral "clerk_session" "tester" {
  user_id = clerk_user.tester.id
}

ephemeral "clerk_session_token" "tester" {
  session_id = ephemeral.clerk_session.tester.id
  template   = var.template
}

resource "terraform_data" "call" {
  provisioner "local-exec" {
    command = var.call
    environment = {
      API_URL = var.api_url
      TOKEN   = ephemeral.clerk_session_token.tester.jwt
    }
  }
}

# A failing check fails the test.
check "claims" {
  assert {
    condition     = ephemeral.clerk_session_token.tester.claims.role == var.role
    error_message = "The token does not carry the role of its user."
  }
}

output "called" {
  value = terraform_data.call.id != ""
}
