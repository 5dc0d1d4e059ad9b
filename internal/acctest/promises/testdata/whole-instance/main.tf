# An instance with every type that can be exported, a file each, and every argument that an export writes.

terraform {
  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

variable "users" {
  type = number
}

variable "organizations" {
  type = number
}

variable "memberships" {
  type = number
}

locals {
  roles       = 8
  permissions = 32
}
