resource "clerk_machine" "all" {
  count             = 3
  name              = "Machine ${count.index}"
  default_token_ttl = count.index == 0 ? 600 : null
}
