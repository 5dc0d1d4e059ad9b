# By the ids of the organization and of the domain.
terraform import clerk_organization_domain.example org_2abcdefghijklmnopqrstuvwxyz/orgdmn_2abcdefghijklmnopqrstuvwxyz

# By the slug of the organization and the domain itself.
terraform import clerk_organization_domain.example acme/example.com
