# By the invitation's id.
terraform import clerk_invitation.guest inv_2abcdefghijklmnopqrstuvwxyz

# A pending one, by the address.
terraform import clerk_invitation.guest guest@example.com
