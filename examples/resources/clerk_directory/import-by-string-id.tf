import {
  to = clerk_directory.initech
  id = "scim_2abcdefghijklmnopqrstuvwxyz"
}
