# By the permission's id.
terraform import clerk_organization_permission.read_reports perm_2abcdefghijklmnopqrstuvwxyz

# By its key.
terraform import clerk_organization_permission.read_reports org:reports:read
