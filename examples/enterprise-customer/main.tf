# A customer who signs in with an identity provider of their own: an organization, its
# domains, the enterprise connection, and a directory that gives groups their roles.
#
# The connection is made before anything is known of the identity provider, since that needs
# addresses of Clerk's first. Until then people join by their domain; once the metadata is
# there, the connection is enabled and takes the place of the domains.

terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

variable "name" {
  type        = string
  description = "Name of the customer."
}

variable "slug" {
  type        = string
  description = "Name of the customer in URLs."
}

variable "domains" {
  type        = set(string)
  description = "Domains of the customer's email addresses, in lower case."
}

variable "identity_provider" {
  type        = string
  default     = "saml_custom"
  description = "Kind of the identity provider: saml_custom, saml_okta, saml_google or saml_microsoft."
}

variable "idp_metadata_url" {
  type        = string
  default     = null
  description = "URL of the identity provider's metadata, once the customer has sent it. It enables the connection."
}

variable "directory_provider" {
  type        = string
  default     = null
  description = "The identity provider in the words of Clerk's directories, such as okta. Without it there is no directory."
}

variable "group_roles" {
  type        = list(object({ group_id = string, role = string }))
  default     = []
  description = "Roles of the directory's groups, in order: where somebody is in several groups, the first one counts."
}

variable "api_key_version" {
  type        = number
  default     = 1
  description = "Counted up to rotate the directory's API key."
}

locals {
  enabled = var.idp_metadata_url != null
}

resource "clerk_organization" "this" {
  name = var.name
  slug = var.slug
}

# Enabling the connection deletes domains of the same name, so that they leave the
# configuration with it.
resource "clerk_organization_domain" "this" {
  for_each = local.enabled ? toset([]) : var.domains

  organization_id = clerk_organization.this.id
  name            = each.value
  enrollment_mode = "automatic_suggestion"
}

resource "clerk_enterprise_connection" "this" {
  name              = var.name
  identity_provider = var.identity_provider
  domains           = var.domains
  organization_id   = clerk_organization.this.id
  active            = local.enabled

  saml = {
    idp_metadata_url = var.idp_metadata_url
    attribute_mapping = {
      email_address = "mail"
      first_name    = "firstName"
      last_name     = "lastName"
    }
  }
}

resource "clerk_directory" "this" {
  count = var.directory_provider == null ? 0 : 1

  enterprise_connection_id = clerk_enterprise_connection.this.id
  identity_provider        = var.directory_provider
  name                     = var.name

  group_role_mapping_enabled = true
  group_role_mappings        = var.group_roles

  # Clerk shows the key once. The state keeps it, for the customer's administrators.
  keep_api_key    = true
  api_key_version = var.api_key_version
}

output "organization_id" {
  value = clerk_organization.this.id
}

output "connection_id" {
  value = clerk_enterprise_connection.this.id
}

# What the customer's administrators enter at their identity provider.
output "for_their_administrators" {
  value = {
    acs_url         = clerk_enterprise_connection.this.acs_url
    sp_entity_id    = clerk_enterprise_connection.this.sp_entity_id
    sp_metadata_url = clerk_enterprise_connection.this.sp_metadata_url
    scim_url        = one(clerk_directory.this[*].endpoint_url)
  }
}

output "scim_token" {
  value     = one(clerk_directory.this[*].api_key)
  sensitive = true
}
