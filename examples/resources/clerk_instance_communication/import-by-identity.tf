import {
  to = clerk_instance_communication.this
  identity = {
    id = "ins_2abcdefghijklmnopqrstuvwxyz"
  }
}
