# terraform query -generate-config-out=invitations.tf
list "clerk_invitation" "pending" {
  provider = clerk
}
