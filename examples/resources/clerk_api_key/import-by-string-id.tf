import {
  to = clerk_api_key.reports
  id = "ak_2abcdefghijklmnopqrstuvwxyz"
}
