# By the entry's id.
terraform import clerk_blocklist_identifier.spammer blid_2abcdefghijklmnopqrstuvwxyz

# By the identifier itself.
terraform import clerk_blocklist_identifier.spammer spammer@example.com
