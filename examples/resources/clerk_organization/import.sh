# By the organization's id.
terraform import clerk_organization.acme org_2abcdefghijklmnopqrstuvwxyz

# By its slug; slug:acme is the same.
terraform import clerk_organization.acme acme
