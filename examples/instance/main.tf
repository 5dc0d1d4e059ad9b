# A production instance in one file: who may sign up, what organizations may do, a second
# application under a domain of its own, and what services take for a token. It is for an
# instance whose primary domain is example.com; put yours in its place.

terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

# Reads CLERK_SECRET_KEY, and refuses that of a development instance.
provider "clerk" {
  environment = "production"
}

resource "clerk_instance_settings" "this" {
  support_email   = "help@example.com"
  hibp            = true
  allowed_origins = ["https://app.example.com"]
}

# Only people of the company may sign up. The list comes first: one that is on and empty
# lets nobody in.
resource "clerk_allowlist_identifier" "company" {
  for_each = toset(["*@example.com", "*@example.org"])

  identifier = each.value
}

resource "clerk_instance_restrictions" "this" {
  allowlist                      = true
  block_email_subaddresses       = true
  block_disposable_email_domains = true

  depends_on = [clerk_allowlist_identifier.company]
}

resource "clerk_instance_organization_settings" "this" {
  enabled                 = true
  max_allowed_memberships = 50
  admin_delete_enabled    = false
}

# Every instance has its primary domain from the beginning: it is imported, and a plan that
# would destroy it is refused.
import {
  to = clerk_domain.primary
  id = "example.com"
}

resource "clerk_domain" "primary" {
  name = "example.com"
}

# A second application, whose users and sessions are those of the first one.
resource "clerk_domain" "docs" {
  name = "docs.example.org"
}

# What Clerk needs in the zone of docs.example.org. The names of records are known before
# the domain is made, what they point to is not. terraform_data stands here for the record
# of whoever serves the zone, such as aws_route53_record or cloudflare_dns_record.
resource "terraform_data" "dns" {
  for_each = toset(["clerk.${clerk_domain.docs.name}"])

  input = {
    name  = each.key
    type  = "CNAME"
    value = one([for t in clerk_domain.docs.cname_targets : t.value if t.host == each.key])
  }
}

output "dns" {
  value = { for name, record in terraform_data.dns : name => record.output.value }
}

# The native application gets its users back by a scheme of its own.
resource "clerk_redirect_url" "app" {
  for_each = toset(["my-app://callback", "https://app.example.com/callback"])

  url = each.value
}

# What the API takes for a token.
resource "clerk_jwt_template" "api" {
  name     = "api"
  lifetime = 300
  claims = jsonencode({
    aud  = "https://api.example.com"
    role = "{{org.role}}"
  })
}
