# A native application gets its users back by a scheme of its own.
resource "clerk_redirect_url" "app" {
  url = "my-app://callback"
}

# Several, from one list.
resource "clerk_redirect_url" "web" {
  for_each = toset(["https://app.example.com/callback", "https://admin.example.com/callback"])

  url = each.value
}
