# By the template's id.
terraform import clerk_jwt_template.api jtmp_2abcdefghijklmnopqrstuvwxyz

# By its name.
terraform import clerk_jwt_template.api api
