import {
  to = clerk_organization_role.editor
  identity = {
    id = "role_2abcdefghijklmnopqrstuvwxyz"
  }
}
