import {
  to = clerk_invitation.guest
  identity = {
    id = "inv_2abcdefghijklmnopqrstuvwxyz"
  }
}
