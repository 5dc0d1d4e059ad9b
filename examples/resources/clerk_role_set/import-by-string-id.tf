import {
  to = clerk_role_set.partners
  id = "role_set:partners"
}
