# By the entry's id.
terraform import clerk_allowlist_identifier.company alid_2abcdefghijklmnopqrstuvwxyz

# By the identifier itself.
terraform import clerk_allowlist_identifier.company *@example.com
