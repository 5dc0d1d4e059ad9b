# What Clerk never returns is sent when it changes here; the rest is compared in every plan.
resource "clerk_instance_settings" "this" {
  support_email      = "help@example.com"
  from_email_address = "hello"
  hibp               = true
  allowed_origins    = ["https://app.example.com", "chrome-extension://abcdefghijklmnop"]
}
