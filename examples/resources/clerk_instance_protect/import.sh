# As this, in whatever instance. The id of the instance does as well.
terraform import clerk_instance_protect.this this
