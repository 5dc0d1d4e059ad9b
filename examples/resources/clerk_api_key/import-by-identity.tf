import {
  to = clerk_api_key.reports
  identity = {
    id = "ak_2abcdefghijklmnopqrstuvwxyz"
  }
}
