import {
  to = clerk_organization_domain.example
  identity = {
    organization_id = "org_2abcdefghijklmnopqrstuvwxyz"
    id              = "orgdmn_2abcdefghijklmnopqrstuvwxyz"
  }
}
