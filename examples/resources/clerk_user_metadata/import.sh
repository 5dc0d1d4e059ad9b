# By the user's id. All metadata that the user has is taken for owned.
terraform import clerk_user_metadata.billing user_2abcdefghijklmnopqrstuvwxyz
