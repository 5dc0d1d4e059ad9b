# By the organization's id, or by its slug: acme, or slug:acme.
terraform import clerk_organization_metadata.billing org_2abcdefghijklmnopqrstuvwxyz
