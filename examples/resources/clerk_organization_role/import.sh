# By the role's id.
terraform import clerk_organization_role.editor role_2abcdefghijklmnopqrstuvwxyz

# By its key; org:admin and org:member, which every instance has, as well.
terraform import clerk_organization_role.editor org:editor
