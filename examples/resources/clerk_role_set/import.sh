# By the role set's id.
terraform import clerk_role_set.partners rset_2abcdefghijklmnopqrstuvwxyz

# By its key; so is the initial one imported, which every instance has.
terraform import clerk_role_set.partners role_set:partners
