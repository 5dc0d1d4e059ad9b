# terraform query -generate-config-out=organization_invitations.tf
list "clerk_organization_invitation" "pending" {
  provider = clerk
}
