# As this, in whatever instance. The id of the instance does as well.
terraform import clerk_instance_oauth_application_settings.this this
