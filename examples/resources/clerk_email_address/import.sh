# By the ids of the user and of the address.
terraform import clerk_email_address.billing user_2abcdefghijklmnopqrstuvwxyz/idn_2abcdefghijklmnopqrstuvwxyz

# By the id of the address alone; the user is looked up.
terraform import clerk_email_address.billing idn_2abcdefghijklmnopqrstuvwxyz

# By the address itself; its user is looked up.
terraform import clerk_email_address.billing billing@example.com
