data "clerk_organization" "acme" {
  slug = "acme"
}

# All domains of one organization.
data "clerk_organization_domains" "acme" {
  organization_id = data.clerk_organization.acme.id
}

# Those of all organizations that nobody has verified, but for enterprise connections.
data "clerk_organization_domains" "unverified" {
  verified         = false
  enrollment_modes = ["-enterprise_sso"]
  order_by         = "name"
}

output "unverified_domains" {
  value = { for d in data.clerk_organization_domains.unverified.organization_domains : d.name => d.organization_id }
}
