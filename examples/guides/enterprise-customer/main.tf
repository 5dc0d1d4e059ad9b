terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {}

# null until the customer has sent it.
variable "acme_metadata_url" {
  type    = string
  default = null
}

module "acme" {
  source = "../../enterprise-customer"

  name              = "Acme"
  slug              = "acme"
  domains           = ["acme.example.com"]
  identity_provider = "saml_okta"
  idp_metadata_url  = var.acme_metadata_url

  directory_provider = "okta"
  group_roles = [
    { group_id = "application-administrators", role = "org:admin" },
    { group_id = "everyone", role = "org:member" },
  ]
}

output "for_the_administrators_of_acme" {
  value = module.acme.for_their_administrators
}

output "scim_token_of_acme" {
  value     = module.acme.scim_token
  sensitive = true
}

# Sign-ins that fail, and why: the action clerk_enterprise_connection_test begins a test.
data "clerk_enterprise_connection_test_runs" "failed" {
  enterprise_connection_id = module.acme.connection_id
  statuses                 = ["failed"]
  limit                    = 5
}

output "why_tests_fail" {
  value = flatten(data.clerk_enterprise_connection_test_runs.failed.enterprise_connection_test_runs[*].logs[*].message)
}
