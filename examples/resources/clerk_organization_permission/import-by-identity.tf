import {
  to = clerk_organization_permission.read_reports
  identity = {
    id = "perm_2abcdefghijklmnopqrstuvwxyz"
  }
}
