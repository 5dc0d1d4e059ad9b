import {
  to = clerk_organization_metadata.billing
  identity = {
    organization_id = "org_2abcdefghijklmnopqrstuvwxyz"
  }
}
