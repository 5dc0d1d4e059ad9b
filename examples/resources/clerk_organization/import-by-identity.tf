import {
  to = clerk_organization.acme
  identity = {
    id = "org_2abcdefghijklmnopqrstuvwxyz"
  }
}
