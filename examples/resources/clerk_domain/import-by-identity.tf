import {
  to = clerk_domain.docs
  identity = {
    id = "dmn_2abcdefghijklmnopqrstuvwxyz"
  }
}
