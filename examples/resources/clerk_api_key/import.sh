# By the key's id.
terraform import clerk_api_key.reports ak_2abcdefghijklmnopqrstuvwxyz
