data "clerk_instance" "this" {}

# The provider's arguments environment and allowed_instance_ids refuse a wrong
# instance outright; a check only warns.
check "development" {
  assert {
    condition     = data.clerk_instance.this.environment == "development"
    error_message = "This is the ${data.clerk_instance.this.environment} instance ${data.clerk_instance.this.id}."
  }
}
