# Only those may sign up who are on the allowlist.
resource "clerk_instance_restrictions" "this" {
  allowlist                      = true
  block_email_subaddresses       = true
  block_disposable_email_domains = true
}
