# By the id of the instance, which data.clerk_instance and Clerk's dashboard show.
terraform import clerk_instance_organization_settings.this ins_2abcdefghijklmnopqrstuvwxyz
