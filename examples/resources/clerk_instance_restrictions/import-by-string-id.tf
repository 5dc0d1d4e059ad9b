import {
  to = clerk_instance_restrictions.this
  id = "ins_2abcdefghijklmnopqrstuvwxyz"
}
