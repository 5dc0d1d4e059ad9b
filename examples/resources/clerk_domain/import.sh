# By the domain's id.
terraform import clerk_domain.docs dmn_2abcdefghijklmnopqrstuvwxyz

# By the domain itself.
terraform import clerk_domain.docs docs.example.org
