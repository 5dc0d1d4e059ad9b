data "clerk_jwt_templates" "all" {}

output "jwt_template_names" {
  value = data.clerk_jwt_templates.all.jwt_templates[*].name
}
