import {
  to = clerk_svix_app.this
  identity = {
    id = "ins_2abcdefghijklmnopqrstuvwxyz"
  }
}
