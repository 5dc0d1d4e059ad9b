import {
  to = clerk_instance_settings.this
  identity = {
    id = "ins_2abcdefghijklmnopqrstuvwxyz"
  }
}
