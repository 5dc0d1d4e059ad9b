# By the entry's id.
terraform import clerk_waitlist_entry.edith waitlist_2abcdefghijklmnopqrstuvwxyz

# By the address.
terraform import clerk_waitlist_entry.edith edith@example.com
