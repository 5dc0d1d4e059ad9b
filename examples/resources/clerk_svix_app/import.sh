# By the id of the instance, which data.clerk_instance and Clerk's dashboard show.
terraform import clerk_svix_app.this ins_2abcdefghijklmnopqrstuvwxyz
