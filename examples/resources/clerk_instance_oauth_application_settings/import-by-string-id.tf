import {
  to = clerk_instance_oauth_application_settings.this
  id = "ins_2abcdefghijklmnopqrstuvwxyz"
}
