# By the ids of the organization and of the user.
terraform import clerk_organization_membership.ada org_2abcdefghijklmnopqrstuvwxyz/user_2abcdefghijklmnopqrstuvwxyz

# By the slug of the organization, and what a user is imported by.
terraform import clerk_organization_membership.ada slug:acme/ada@example.com
