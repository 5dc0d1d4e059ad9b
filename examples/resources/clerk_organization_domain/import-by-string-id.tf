import {
  to = clerk_organization_domain.example
  id = "acme/example.com"
}
