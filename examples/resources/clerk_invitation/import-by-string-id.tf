import {
  to = clerk_invitation.guest
  id = "inv_2abcdefghijklmnopqrstuvwxyz"
}
