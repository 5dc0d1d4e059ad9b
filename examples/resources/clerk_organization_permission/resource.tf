resource "clerk_organization_permission" "read_reports" {
  key         = "org:reports:read"
  name        = "Read reports"
  description = "All reports of the organization, but not those of its members."
}

# Several of one feature.
resource "clerk_organization_permission" "invoices" {
  for_each = { read = "Read invoices", pay = "Pay invoices" }

  key  = "org:invoices:${each.key}"
  name = each.value
}
