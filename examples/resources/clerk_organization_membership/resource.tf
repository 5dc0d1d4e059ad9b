# An organization whose first member this configuration makes. Without created_by, it has
# no other.
resource "clerk_organization" "acme" {
  name = "Acme"
  slug = "acme"
}

resource "clerk_organization_membership" "ada" {
  organization_id = clerk_organization.acme.id
  user_id         = clerk_user.ada.id
  role            = "org:admin"

  # It is all of the field: a key that somebody else adds is removed.
  public_metadata = jsonencode({ title = "Analyst" })
}
