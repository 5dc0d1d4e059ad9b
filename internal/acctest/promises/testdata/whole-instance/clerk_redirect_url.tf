resource "clerk_redirect_url" "all" {
  count = 3
  url   = "my-app-${count.index}://callback"
}
