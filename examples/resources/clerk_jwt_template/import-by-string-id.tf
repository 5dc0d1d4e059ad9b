import {
  to = clerk_jwt_template.api
  id = "jtmp_2abcdefghijklmnopqrstuvwxyz"
}
