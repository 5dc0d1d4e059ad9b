# By the id of the enterprise connection.
terraform import clerk_enterprise_connection.acme ec_2abcdefghijklmnopqrstuvwxyz

# By its name, if no other enterprise connection has it.
terraform import clerk_enterprise_connection.acme Acme
