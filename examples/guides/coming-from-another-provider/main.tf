terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {}

variable "signing_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

data "clerk_domains" "all" {}

resource "clerk_redirect_url" "app" {
  url = "https://app.example.com/sso-callback"
}

resource "clerk_jwt_template" "partner" {
  name                   = "partner"
  claims                 = jsonencode({ role = "{{user.public_metadata.role}}" })
  custom_signing_key     = true
  signing_algorithm      = "HS256"
  signing_key_wo         = var.signing_key # was signing_key
  signing_key_wo_version = 1
}

resource "clerk_oauth_application" "portal" {
  name          = "Partner portal"
  redirect_uris = ["https://portal.example.com/callback"] # was callback_url
  scopes        = ["profile", "email"]                    # was one text
}

resource "clerk_organization_permission" "read" {
  name = "Read invoices"
  key  = "org:invoices:read"
}

resource "clerk_organization_role" "billing" {
  name        = "Billing"
  key         = "org:billing"
  permissions = [clerk_organization_permission.read.key] # was the id
}

resource "clerk_machine" "worker" {
  name = "worker"
}

resource "clerk_machine" "api" {
  name = "api" # had scoped_machines
}

resource "clerk_machine_scope" "api_to_worker" {
  from_machine_id = clerk_machine.api.id
  to_machine_id   = clerk_machine.worker.id
}

import {
  to = clerk_machine_scope.api_to_worker
  id = "api/worker"
}
