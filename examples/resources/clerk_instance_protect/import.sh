# By the id of the instance, which data.clerk_instance and Clerk's dashboard show.
terraform import clerk_instance_protect.this ins_2abcdefghijklmnopqrstuvwxyz
