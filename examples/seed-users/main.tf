# Seeds an environment with users from a CSV or a JSON file. Use it as a module:
#
#   module "seed" {
#     source     = "./seed-users"
#     users_file = "${path.root}/users.csv"
#   }
#
# The columns of the file, of which only external_id and email are required:
#
#   external_id      id in the system that the users come from; it names the
#                    user in the state, so an address can change later
#   email, phone, username, first_name, last_name, locale, created_at
#   password_digest  and password_hasher: users keep the passwords that they
#                    have; digests are sent to Clerk and stored in no state
#   public_metadata  a JSON object (in CSV, as text)
#   picture          name of a file in pictures_dir
#   banned           true or false

terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

variable "users_file" {
  description = "Path of a CSV file with a header line, or of a JSON file with a list of objects."
  type        = string
}

variable "pictures_dir" {
  description = "Folder with the pictures that the file names. Defaults to the folder pictures beside the file."
  type        = string
  default     = null
}

locals {
  pictures_dir = coalesce(var.pictures_dir, "${dirname(var.users_file)}/pictures")

  rows = try(jsondecode(file(var.users_file)), csvdecode(file(var.users_file)))

  # An empty cell and a missing field both mean: leave it to Clerk.
  columns = [
    "phone", "username", "first_name", "last_name", "locale", "created_at",
    "password_digest", "password_hasher", "picture", "banned",
  ]
  users = {
    for row in local.rows : row.external_id => merge(
      { for column in local.columns : column => try(row[column] == "" ? null : tostring(row[column]), null) },
      {
        email           = row.email
        public_metadata = try(row.public_metadata, "") == "" ? null : try(jsonencode(jsondecode(row.public_metadata)), jsonencode(row.public_metadata))
      },
    )
  }
}

resource "clerk_user" "seed" {
  for_each = local.users

  external_id     = each.key
  email_addresses = [each.value.email]
  phone_numbers   = each.value.phone == null ? null : [each.value.phone]
  username        = each.value.username
  first_name      = each.value.first_name
  last_name       = each.value.last_name
  locale          = each.value.locale
  created_at      = each.value.created_at
  public_metadata = each.value.public_metadata
  profile_image   = each.value.picture == null ? null : "${local.pictures_dir}/${each.value.picture}"
  banned          = each.value.banned == null ? null : tobool(each.value.banned)

  # To send all digests again, count the version up.
  password_digest_wo         = each.value.password_digest
  password_digest_wo_version = each.value.password_digest == null ? null : 1
  password_hasher            = each.value.password_digest == null ? null : each.value.password_hasher

  # Users without a digest choose a password when they first sign in.
  skip_password_requirement = true

  lifecycle {
    # What users change themselves. The seed sets it once; without this, the next
    # apply would take their changes back.
    ignore_changes = [
      email_addresses,
      phone_numbers,
      username,
      first_name,
      last_name,
      locale,
      profile_image,
    ]
  }
}

output "user_ids" {
  description = "Ids of the users in Clerk, by external_id."
  value       = { for external_id, user in clerk_user.seed : external_id => user.id }
}
