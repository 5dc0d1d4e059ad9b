resource "clerk_domain" "satellite" {
  count     = 3
  name      = "satellite-${count.index}.example.com"
  proxy_url = count.index == 0 ? "https://satellite-0.example.com/__clerk" : null
}
