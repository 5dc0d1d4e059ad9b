import {
  to = clerk_organization.acme
  id = "acme"
}
