# NOT verified: anybody can make a token with these claims. To look at, not to
# decide by.
locals {
  claims = provider::clerk::jwt_claims("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c2VyXzJhYmMiLCJvcmciOnsicm9sIjoiYWRtaW4ifX0.c2lnbmF0dXJl")
}

output "subject" {
  value = local.claims.sub # user_2abc
}

output "organization_role" {
  value = try(local.claims.org.rol, "none") # admin
}
