terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

# Reads the secret key from CLERK_SECRET_KEY.
provider "clerk" {}

resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  first_name      = "Ada"
  public_metadata = jsonencode({ role = "analyst" })
}

# Applications ask Clerk for a token of this template by its name.
resource "clerk_jwt_template" "reporting" {
  name     = "reporting"
  lifetime = 60

  claims = jsonencode({
    aud  = "https://reporting.example.com"
    role = "{{user.public_metadata.role || 'reader'}}"
  })
}

output "ada" {
  value = clerk_user.ada.id
}
