data "clerk_organization" "acme" {
  slug = "acme"
}

output "plan" {
  value = jsondecode(data.clerk_organization.acme.public_metadata).plan
}
