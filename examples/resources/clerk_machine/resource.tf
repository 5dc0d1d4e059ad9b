resource "clerk_machine" "reports" {
  name = "reports"
}

# Tokens of a day, unless they are asked for with another lifetime.
resource "clerk_machine" "billing" {
  name              = "billing"
  default_token_ttl = 86400
}
