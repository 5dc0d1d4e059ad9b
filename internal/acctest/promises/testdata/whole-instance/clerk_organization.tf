resource "clerk_organization" "all" {
  count                       = var.organizations
  name                        = "Organization ${count.index}"
  slug                        = "organization-${count.index}"
  created_by                  = count.index % 3 == 0 ? clerk_user.all[var.users - 1 - count.index].id : null
  public_metadata             = count.index % 2 == 0 ? jsonencode({ plan = "pro" }) : null
  private_metadata_wo         = count.index % 5 == 0 ? jsonencode({ secret = "planted-private-metadata" }) : null
  private_metadata_wo_version = count.index % 5 == 0 ? 1 : null
  max_allowed_memberships     = count.index % 2 == 0 ? 200 : null
  admin_delete_enabled        = count.index % 4 == 0 ? false : null
  role_set                    = count.index % 10 == 9 ? clerk_role_set.all[0].key : null
  logo                        = count.index == 0 ? "${path.module}/green.png" : null
  depends_on                  = [clerk_instance_organization_settings.this]
}
