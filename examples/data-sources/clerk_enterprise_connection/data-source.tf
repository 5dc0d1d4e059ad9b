data "clerk_enterprise_connection" "initech" {
  name = "Initech"
}

output "acs_url_of_initech" {
  value = data.clerk_enterprise_connection.initech.acs_url
}
