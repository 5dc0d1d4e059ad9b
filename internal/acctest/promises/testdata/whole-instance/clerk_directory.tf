resource "clerk_directory" "all" {
  count                      = 3
  name                       = "Directory ${count.index}"
  enterprise_connection_id   = concat(clerk_enterprise_connection.saml, [clerk_enterprise_connection.oidc])[count.index].id
  identity_provider          = "okta"
  enabled                    = count.index != 1
  group_role_mapping_enabled = count.index == 0
  group_role_mappings        = count.index == 0 ? [{ group_id = "everyone", role = "org:member" }] : null
}
