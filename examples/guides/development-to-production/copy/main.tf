terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

variable "environment" {
  description = "The kind of instance that the key has to be of."
  type        = string
}

provider "clerk" {
  environment = var.environment
}
