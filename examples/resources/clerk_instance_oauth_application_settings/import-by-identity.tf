import {
  to = clerk_instance_oauth_application_settings.this
  identity = {
    id = "ins_2abcdefghijklmnopqrstuvwxyz"
  }
}
