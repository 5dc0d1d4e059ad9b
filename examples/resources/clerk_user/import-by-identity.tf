import {
  to = clerk_user.ada
  identity = {
    id = "user_2abcdefghijklmnopqrstuvwxyz"
  }
}
