import {
  to = clerk_instance_protect.this
  identity = {
    id = "ins_2abcdefghijklmnopqrstuvwxyz"
  }
}
