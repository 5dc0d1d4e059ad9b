# Clerk signs with the instance's own key. Values in double braces are filled in
# when a token is made.
resource "clerk_jwt_template" "api" {
  name               = "api"
  lifetime           = 300
  allowed_clock_skew = 5

  claims = jsonencode({
    aud   = "https://api.example.com"
    email = "{{user.primary_email_address}}"
    role  = "{{user.public_metadata.role || 'member'}}"
  })
}

# Signed with a key of one's own. A write-only argument reaches neither the plan
# nor the state; the key is sent again when its version changes.
resource "clerk_jwt_template" "reporting" {
  name     = "reporting"
  lifetime = 60

  claims = jsonencode({
    org = "{{org.slug}}"
  })

  custom_signing_key     = true
  signing_algorithm      = "HS256"
  signing_key_wo         = var.reporting_signing_key
  signing_key_wo_version = 1
}

variable "reporting_signing_key" {
  type      = string
  sensitive = true
  ephemeral = true
}
