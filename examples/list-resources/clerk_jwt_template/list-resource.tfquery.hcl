# terraform query -generate-config-out=jwt_templates.tf
list "clerk_jwt_template" "all" {
  provider = clerk
}
