import {
  to = clerk_instance_organization_settings.this
  identity = {
    id = "ins_2abcdefghijklmnopqrstuvwxyz"
  }
}
