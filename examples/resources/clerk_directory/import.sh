# By the id of the directory.
terraform import clerk_directory.initech scim_2abcdefghijklmnopqrstuvwxyz

# By its name, if no other directory has it.
terraform import clerk_directory.initech Initech
