# By the user's id.
terraform import clerk_user.ada user_2abcdefghijklmnopqrstuvwxyz
