import {
  to = clerk_domain.primary
  id = "dmn_2abcdefghijklmnopqrstuvwxyz"
}
