import {
  to = clerk_instance_protect.this
  id = "ins_2abcdefghijklmnopqrstuvwxyz"
}
