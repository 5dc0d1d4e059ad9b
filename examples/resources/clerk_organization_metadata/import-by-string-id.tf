import {
  to = clerk_organization_metadata.billing
  id = "org_2abcdefghijklmnopqrstuvwxyz"
}
