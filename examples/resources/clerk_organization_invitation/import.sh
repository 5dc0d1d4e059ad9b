# By the ids of the organization and of the invitation.
terraform import clerk_organization_invitation.ada org_2abcdefghijklmnopqrstuvwxyz/orginv_2abcdefghijklmnopqrstuvwxyz

# By the slug of the organization and the address: the pending invitation.
terraform import clerk_organization_invitation.ada acme/ada@example.com
