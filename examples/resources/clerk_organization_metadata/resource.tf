# The application owns the organization, and most of the metadata. This owns two keys
# of it, and leaves the rest to the application.
resource "clerk_organization_metadata" "billing" {
  organization_id = "org_2abcdefghijklmnopqrstuvwxyz"

  public_metadata = jsonencode({
    billing = {
      plan = "enterprise"
    }
  })

  # Readable by the backend only. Stored in the state, marked sensitive.
  private_metadata = jsonencode({
    crm_account_id = "a-1842"
  })
}

# Another configuration can own other keys of the same organization:
# billing.contact is not billing.plan.
resource "clerk_organization_metadata" "support" {
  organization_id = "org_2abcdefghijklmnopqrstuvwxyz"

  public_metadata = jsonencode({
    billing = {
      contact = "ap@example.com"
    }
    support_tier = "gold"
  })
}
