resource "clerk_enterprise_connection" "initech" {
  name              = "Initech"
  identity_provider = "saml_okta"
  domains           = ["initech.example.com"]
}

resource "clerk_directory" "initech" {
  enterprise_connection_id = clerk_enterprise_connection.initech.id
  identity_provider        = "okta"
  name                     = "Initech"

  # Where somebody is in both groups, the first one counts.
  group_role_mapping_enabled = true
  group_role_mappings = [
    { group_id = "administrators", role = "org:admin" },
    { group_id = "everyone", role = "org:member" },
  ]

  # The identity provider needs the API key, which the state then has. Without
  # this, nobody gets to see it.
  keep_api_key    = true
  api_key_version = 1
}

output "for_the_administrators_of_initech" {
  value     = { url = clerk_directory.initech.endpoint_url, key = clerk_directory.initech.api_key }
  sensitive = true
}
