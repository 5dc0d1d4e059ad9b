data "clerk_user_organization_invitations" "pending" {
  user_id = "user_2abcdefghijklmnopqrstuvwxyz"
  status  = "pending"
}

output "pending_organizations" {
  value = data.clerk_user_organization_invitations.pending.organization_invitations[*].organization.name
}
