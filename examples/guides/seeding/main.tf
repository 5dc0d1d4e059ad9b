terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {}

module "users" {
  source     = "../../seed-users"
  users_file = "${path.root}/users.csv"
}

output "user_ids" {
  value = module.users.user_ids
}
