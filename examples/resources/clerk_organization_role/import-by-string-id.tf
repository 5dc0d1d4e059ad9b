import {
  to = clerk_organization_role.member
  id = "org:member"
}
