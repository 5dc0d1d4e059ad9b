import {
  to = clerk_invitation.ada
  id = "inv_2abcdefghijklmnopqrstuvwxyz"
}
