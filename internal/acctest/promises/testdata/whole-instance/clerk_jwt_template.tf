resource "clerk_jwt_template" "all" {
  count                  = 3
  name                   = "template-${count.index}"
  claims                 = jsonencode({ aud = "template-${count.index}", id = "{{user.id}}" })
  lifetime               = 300 + count.index
  allowed_clock_skew     = 7
  custom_signing_key     = count.index == 0 ? true : null
  signing_algorithm      = count.index == 0 ? "HS256" : null
  signing_key_wo         = count.index == 0 ? "planted-signing-key-planted-signing-key-planted-signing-key-planted" : null
  signing_key_wo_version = count.index == 0 ? 1 : null
}
