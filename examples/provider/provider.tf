terraform {
  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

# Reads the secret key from CLERK_SECRET_KEY.
provider "clerk" {}

# A second instance. The provider stops before it does anything if the key
# belongs to another instance than this, or to one that is not in production.
provider "clerk" {
  alias = "production"

  secret_key           = var.clerk_production_secret_key
  allowed_instance_ids = ["ins_2abcdefghijklmnopqrstuvwxyz"]
  environment          = "production"

  # Leaves most of Clerk's 1,000 requests in 10 seconds to the application.
  max_requests_per_second = 20
}

variable "clerk_production_secret_key" {
  type      = string
  sensitive = true
  ephemeral = true
}
