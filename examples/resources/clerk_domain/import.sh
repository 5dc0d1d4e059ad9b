# By the domain's id.
terraform import clerk_domain.primary dmn_2abcdefghijklmnopqrstuvwxyz

# By the domain itself.
terraform import clerk_domain.primary example.com
