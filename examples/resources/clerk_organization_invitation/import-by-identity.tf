import {
  to = clerk_organization_invitation.ada
  identity = {
    organization_id = "org_2abcdefghijklmnopqrstuvwxyz"
    id              = "orginv_2abcdefghijklmnopqrstuvwxyz"
  }
}
