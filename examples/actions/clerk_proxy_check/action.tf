# terraform apply -invoke=action.clerk_proxy_check.docs
action "clerk_proxy_check" "docs" {
  config {
    domain_id = "dmn_2abcdefghijklmnopqrstuvwxyz"
    proxy_url = "https://docs.example.org/__clerk"
  }
}
