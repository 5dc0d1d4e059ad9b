resource "clerk_instance_communication" "this" {
  blocked_country_codes = ["AQ", "BV"]
}
