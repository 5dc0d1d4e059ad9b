# By the application's id.
terraform import clerk_oauth_application.phone oa_2abcdefghijklmnopqrstuvwxyz

# By its name, if no other application has it.
terraform import clerk_oauth_application.phone phone
