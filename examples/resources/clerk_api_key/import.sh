# By the key's id.
terraform import clerk_api_key.reports ak_2abcdefghijklmnopqrstuvwxyz

# By the user, organization or machine that it acts for, and its name.
terraform import clerk_api_key.reports mch_2abcdefghijklmnopqrstuvwxyz/nightly-reports
