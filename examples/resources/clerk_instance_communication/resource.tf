# No text messages to these countries; what is not listed is unblocked.
resource "clerk_instance_communication" "this" {
  blocked_country_codes = ["DE", "FR"]
}
