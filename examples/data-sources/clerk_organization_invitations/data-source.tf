data "clerk_organization" "acme" {
  slug = "acme"
}

# Who has not answered yet.
data "clerk_organization_invitations" "pending" {
  organization_id = data.clerk_organization.acme.id
  statuses        = ["pending"]
}

# Who did not come, and can be invited again.
data "clerk_organization_invitations" "over" {
  organization_id = data.clerk_organization.acme.id
  statuses        = ["expired", "revoked"]
}

# To which organizations people of a domain were invited.
data "clerk_organization_invitations" "example" {
  query = "@example.com"
}

output "pending" {
  value = data.clerk_organization_invitations.pending.organization_invitations[*].email_address
}
