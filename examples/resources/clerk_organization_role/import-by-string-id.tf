import {
  to = clerk_organization_role.editor
  id = "org:editor"
}
