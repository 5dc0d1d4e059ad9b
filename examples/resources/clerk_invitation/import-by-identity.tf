import {
  to = clerk_invitation.ada
  identity = {
    id = "inv_2abcdefghijklmnopqrstuvwxyz"
  }
}
