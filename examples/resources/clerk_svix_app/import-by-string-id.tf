import {
  to = clerk_svix_app.this
  id = "ins_2abcdefghijklmnopqrstuvwxyz"
}
