ephemeral "clerk_session" "ada" {
  user_id = clerk_user.ada.id
}

# The token that a frontend sends, valid for a minute.
ephemeral "clerk_session_token" "ada" {
  session_id = ephemeral.clerk_session.ada.id
}

# One made from a template, for another service.
ephemeral "clerk_session_token" "api" {
  session_id         = ephemeral.clerk_session.ada.id
  template           = clerk_jwt_template.role.name
  expires_in_seconds = 120
}

resource "clerk_jwt_template" "role" {
  name   = "role"
  claims = jsonencode({ role = "{{user.public_metadata.role || 'member'}}" })
}

check "role" {
  assert {
    condition     = ephemeral.clerk_session_token.api.claims.role == "member"
    error_message = "Ada is not a member."
  }
}
