import {
  to = clerk_organization_membership.ada
  identity = {
    organization_id = "org_2abcdefghijklmnopqrstuvwxyz"
    user_id         = "user_2abcdefghijklmnopqrstuvwxyz"
  }
}
