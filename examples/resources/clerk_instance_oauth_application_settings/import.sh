# By the id of the instance, which data.clerk_instance and Clerk's dashboard show.
terraform import clerk_instance_oauth_application_settings.this ins_2abcdefghijklmnopqrstuvwxyz
