# terraform apply -invoke=action.clerk_enterprise_connection_test.initech
action "clerk_enterprise_connection_test" "initech" {
  config {
    enterprise_connection_id = data.clerk_enterprise_connection.initech.id
  }
}

data "clerk_enterprise_connection" "initech" {
  name = "Initech"
}
