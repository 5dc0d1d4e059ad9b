import {
  to = clerk_domain.primary
  identity = {
    id = "dmn_2abcdefghijklmnopqrstuvwxyz"
  }
}
