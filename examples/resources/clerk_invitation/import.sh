# By the invitation's id.
terraform import clerk_invitation.ada inv_2abcdefghijklmnopqrstuvwxyz

# A pending one, by the address.
terraform import clerk_invitation.ada ada@example.com
