terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

variable "development_secret_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "production_secret_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

# Any development instance will do: each developer may have one.
provider "clerk" {
  alias       = "development"
  secret_key  = var.development_secret_key
  environment = "development"
}

# Production is this one instance and no other.
provider "clerk" {
  alias                = "production"
  secret_key           = var.production_secret_key
  environment          = "production"
  allowed_instance_ids = ["ins_2abcdefghijklmnopqrstuvwxyz"]

  # Leaves most of Clerk's 1,000 requests in 10 seconds to the application.
  max_requests_per_second = 20
}

module "development" {
  source    = "./instance"
  providers = { clerk = clerk.development }

  audience = "https://api.development.example.com"
  testers  = ["tester@example.com"]
}

module "production" {
  source    = "./instance"
  providers = { clerk = clerk.production }

  audience = "https://api.example.com"
}
