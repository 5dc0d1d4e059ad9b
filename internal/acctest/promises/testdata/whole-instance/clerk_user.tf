resource "clerk_user" "all" {
  count                       = var.users
  first_name                  = "First ${count.index}"
  last_name                   = count.index % 2 == 0 ? "Last ${count.index}" : null
  username                    = count.index % 3 == 0 ? "user_${count.index}" : null
  external_id                 = "U-${count.index}"
  email_addresses             = count.index % 5 == 0 ? ["user-${count.index}@example.com", "other-${count.index}@example.com"] : ["user-${count.index}@example.com"]
  primary_email_address       = "user-${count.index}@example.com"
  phone_numbers               = count.index % 7 == 0 ? [for n in range(count.index == 7 ? 2 : 1) : format("+1555%03d0100", 300 + 500 * n + count.index)] : null
  primary_phone_number        = count.index == 7 ? "+15553070100" : null
  web3_wallets                = count.index == 0 ? [for n in range(2) : format("0x%040d", n + 1)] : null
  primary_web3_wallet         = count.index == 0 ? format("0x%040d", 1) : null
  public_metadata             = count.index % 4 == 0 ? jsonencode({ n = count.index, plan = "pro", "two words" = [1.5, "$${x}", null] }) : null
  unsafe_metadata             = count.index % 10 == 0 ? jsonencode({ theme = "dark" }) : null
  private_metadata_wo         = count.index % 10 == 1 ? jsonencode({ secret = "planted-private-metadata" }) : null
  private_metadata_wo_version = count.index % 10 == 1 ? 1 : null
  password_wo                 = count.index % 10 == 2 ? "planted-password-${count.index}" : null
  password_wo_version         = count.index % 10 == 2 ? 1 : null
  skip_password_checks        = count.index % 10 == 2 ? true : null
  totp_secret_wo              = count.index == 12 ? "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" : null
  totp_secret_wo_version      = count.index == 12 ? 1 : null
  banned                      = count.index % 50 == 3 ? true : null
  locale                      = count.index % 20 == 4 ? "de-DE" : null
  created_at                  = count.index % 25 == 5 ? "2024-01-02T03:04:05Z" : null
  legal_accepted_at           = count.index % 25 == 6 ? "2024-01-02T03:04:05Z" : null
  delete_self_enabled         = count.index % 25 == 7 ? false : null
  create_organization_enabled = count.index % 25 == 8 ? false : null
  create_organizations_limit  = count.index % 25 == 9 ? 3 : null
  bypass_client_trust         = count.index % 25 == 10 ? true : null
  profile_image               = count.index == 1 ? "${path.module}/green.png" : null
}
