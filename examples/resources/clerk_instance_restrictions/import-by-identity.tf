import {
  to = clerk_instance_restrictions.this
  identity = {
    id = "ins_2abcdefghijklmnopqrstuvwxyz"
  }
}
