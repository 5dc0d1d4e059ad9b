import {
  to = clerk_enterprise_connection.acme
  id = "ec_2abcdefghijklmnopqrstuvwxyz"
}
