# By the user's id, or by one of the keys by which clerk_user is imported.
terraform import clerk_user_metadata.billing user_2abcdefghijklmnopqrstuvwxyz
