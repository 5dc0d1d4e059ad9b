data "clerk_directories" "all" {}

output "endpoints" {
  value = { for d in data.clerk_directories.all.directories : d.name => d.endpoint_url }
}
