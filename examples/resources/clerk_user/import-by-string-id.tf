import {
  to = clerk_user.ada
  id = "user_2abcdefghijklmnopqrstuvwxyz"
}
