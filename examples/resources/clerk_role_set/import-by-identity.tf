import {
  to = clerk_role_set.partners
  identity = {
    id = "rset_2abcdefghijklmnopqrstuvwxyz"
  }
}
