import {
  to = clerk_instance_settings.this
  id = "ins_2abcdefghijklmnopqrstuvwxyz"
}
