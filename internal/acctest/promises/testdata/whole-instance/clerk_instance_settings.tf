resource "clerk_instance_settings" "this" {
  hibp                = true
  allowed_origins     = ["https://app.example.com", "my-app://callback"]
  progressive_sign_up = true
  from_email_address  = "hello"
}
