# By the user's id.
terraform import clerk_user.grace user_2abcdefghijklmnopqrstuvwxyz

# By an email address, phone number, username or external id.
terraform import clerk_user.grace email:grace@example.com
terraform import clerk_user.grace phone:+15555550100
terraform import clerk_user.grace username:grace_holloway
terraform import clerk_user.grace external_id:employee-1007
