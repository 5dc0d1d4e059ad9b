# A second application, whose users are those of the first one.
resource "clerk_domain" "docs" {
  name = "docs.example.org"
}

# The DNS records that Clerk needs for it. The names are known before the domain is made,
# and what they point to after it. terraform_data stands here for a record of whoever
# serves the zone, such as aws_route53_record or cloudflare_dns_record.
resource "terraform_data" "record" {
  for_each = toset(["clerk.${clerk_domain.docs.name}"])

  input = {
    name  = each.key
    type  = "CNAME"
    value = one([for t in clerk_domain.docs.cname_targets : t.value if t.host == each.key])
  }
}
