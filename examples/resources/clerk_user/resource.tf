resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  first_name      = "Ada"
  last_name       = "Brightwater"
}

# What is mentioned is managed; what is not, Clerk and its users may set.
resource "clerk_user" "grace" {
  external_id = "employee-1007"
  username    = "grace_holloway"

  email_addresses       = ["grace@example.com", "grace.holloway@example.com"]
  primary_email_address = "grace@example.com"
  phone_numbers         = ["+15555550100"]

  first_name = "Grace"
  last_name  = "Holloway"
  locale     = "en-US"

  # Readable in the browser and in session tokens.
  public_metadata = jsonencode({
    department = "engineering"
    roles      = ["lead", "reviewer"]
  })

  # Readable by the backend only. Stored in the state, marked sensitive.
  private_metadata = jsonencode({
    payroll_id = 1007
  })
}

# A banned user cannot sign in, and loses all sessions.
resource "clerk_user" "mallory" {
  email_addresses = ["mallory@example.com"]
  banned          = true
}

# A password is write-only: it reaches neither the plan nor the state, and is sent
# again when its version changes.
resource "clerk_user" "heidi" {
  email_addresses     = ["heidi@example.com"]
  password_wo         = var.heidi_password
  password_wo_version = 1
}

variable "heidi_password" {
  type      = string
  sensitive = true
  ephemeral = true
}
