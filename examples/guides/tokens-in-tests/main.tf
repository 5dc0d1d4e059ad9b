# What is under test: the template of the tokens that the reporting API takes.
terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

resource "clerk_jwt_template" "reporting" {
  name     = "reporting"
  lifetime = 60

  claims = jsonencode({
    aud  = "reporting"
    role = "{{user.public_metadata.role || 'reader'}}"
  })
}

output "template" {
  value = clerk_jwt_template.reporting.name
}
