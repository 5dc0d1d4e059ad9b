# terraform query -generate-config-out=organization_domains.tf
list "clerk_organization_domain" "verified" {
  provider = clerk

  config {
    verified = true
  }
}
