terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {}

# Two services. The one that makes reports may call the one that has the invoices.
resource "clerk_machine" "reports" {
  name = "reports"
}

resource "clerk_machine" "invoices" {
  name              = "invoices"
  default_token_ttl = 900
}

resource "clerk_machine_scope" "reports_to_invoices" {
  from_machine_id = clerk_machine.reports.id
  to_machine_id   = clerk_machine.invoices.id
}

# A key with which a customer's own programs act for them.
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}

resource "clerk_api_key" "ada" {
  subject                  = clerk_user.ada.id
  name                     = "Ada's notebook"
  scopes                   = ["reports:read"]
  seconds_until_expiration = 7776000 # 90 days
}

# Read when they are needed, and stored nowhere.
ephemeral "clerk_machine_secret_key" "reports" {
  machine_id = clerk_machine.reports.id
}

ephemeral "clerk_api_key_secret" "ada" {
  api_key_id = clerk_api_key.ada.id
}

# The secret store from which the services read them. A provider of one takes ephemeral values
# in its write-only arguments, such as secret_string_wo of aws_secretsmanager_secret_version.
# A command takes them in its environment, as here.
variable "put" {
  type        = string
  default     = "vault kv put -mount=secret \"$NAME\" key=\"$SECRET\""
  description = "Command that stores SECRET under NAME."
}

variable "secrets_version" {
  type        = number
  default     = 1
  description = "Counted up when a key was rotated: the secrets are stored again."
}

resource "terraform_data" "reports" {
  triggers_replace = [clerk_machine.reports.id, var.secrets_version]

  provisioner "local-exec" {
    command     = var.put
    environment = { NAME = "reports", SECRET = ephemeral.clerk_machine_secret_key.reports.secret_key }
  }
}

resource "terraform_data" "ada" {
  triggers_replace = [clerk_api_key.ada.id, var.secrets_version]

  provisioner "local-exec" {
    command     = var.put
    environment = { NAME = "ada", SECRET = ephemeral.clerk_api_key_secret.ada.secret }
  }
}
