import {
  to = clerk_jwt_template.api
  identity = {
    id = "jtmp_2abcdefghijklmnopqrstuvwxyz"
  }
}
