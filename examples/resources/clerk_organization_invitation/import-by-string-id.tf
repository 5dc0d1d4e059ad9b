import {
  to = clerk_organization_invitation.ada
  id = "acme/ada@example.com"
}
