resource "clerk_instance_protect" "this" {
  rules_enabled = true
}
