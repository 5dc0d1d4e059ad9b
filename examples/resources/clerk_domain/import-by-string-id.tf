import {
  to = clerk_domain.docs
  id = "dmn_2abcdefghijklmnopqrstuvwxyz"
}
