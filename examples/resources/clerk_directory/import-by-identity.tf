import {
  to = clerk_directory.initech
  identity = {
    id = "scim_2abcdefghijklmnopqrstuvwxyz"
  }
}
