# terraform query -generate-config-out=domains.tf
list "clerk_domain" "all" {
  provider = clerk
}
