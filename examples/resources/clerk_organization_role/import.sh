# By the role's id.
terraform import clerk_organization_role.editor role_2abcdefghijklmnopqrstuvwxyz

# By its key: the roles that every instance has can be managed, too.
terraform import clerk_organization_role.member org:member
