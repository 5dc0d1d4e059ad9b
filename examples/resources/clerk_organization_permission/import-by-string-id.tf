import {
  to = clerk_organization_permission.read_reports
  id = "org:reports:read"
}
