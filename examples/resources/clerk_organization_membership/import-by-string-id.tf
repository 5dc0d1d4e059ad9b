import {
  to = clerk_organization_membership.ada
  id = "org_2abcdefghijklmnopqrstuvwxyz/user_2abcdefghijklmnopqrstuvwxyz"
}
