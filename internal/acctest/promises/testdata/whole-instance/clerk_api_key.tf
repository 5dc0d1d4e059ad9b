resource "clerk_api_key" "all" {
  count       = 3
  subject     = clerk_user.all[count.index].id
  name        = "Key ${count.index}"
  description = "For the reports"
  scopes      = ["reports:read"]
  claims      = jsonencode({ team = "reports" })
}
