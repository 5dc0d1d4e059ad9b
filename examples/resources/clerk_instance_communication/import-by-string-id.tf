import {
  to = clerk_instance_communication.this
  id = "ins_2abcdefghijklmnopqrstuvwxyz"
}
