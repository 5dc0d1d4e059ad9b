import {
  to = clerk_instance_organization_settings.this
  id = "ins_2abcdefghijklmnopqrstuvwxyz"
}
