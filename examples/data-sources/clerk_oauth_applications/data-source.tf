data "clerk_oauth_applications" "all" {
  order_by = "name"
}

# Who has registered itself, without anybody's doing.
output "dynamically_registered" {
  value = [for a in data.clerk_oauth_applications.all.oauth_applications : a.name if a.dynamically_registered]
}
