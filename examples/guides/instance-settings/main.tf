terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {}
