# By the key's id.
terraform import clerk_api_key.reports ak_2abcdefghijklmnopqrstuvwxyz

# By whom it acts for, and its name.
terraform import clerk_api_key.reports user_2abcdefghijklmnopqrstuvwxyz/reports
