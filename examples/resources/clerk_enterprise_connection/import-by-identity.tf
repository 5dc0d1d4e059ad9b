import {
  to = clerk_enterprise_connection.acme
  identity = {
    id = "ec_2abcdefghijklmnopqrstuvwxyz"
  }
}
