# By the entry's id.
terraform import clerk_waitlist_entry.ada waitlist_2abcdefghijklmnopqrstuvwxyz

# By the address.
terraform import clerk_waitlist_entry.ada ada@example.com
