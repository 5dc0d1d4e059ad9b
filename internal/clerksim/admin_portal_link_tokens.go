package clerksim

import "regexp"

// adminPortalLinkToken lets somebody open the admin portal, once.
type adminPortalLinkToken struct {
	head
	LinkID           string   `json:"admin_portal_link_id"`
	InstanceID       string   `json:"instance_id"`
	OrganizationID   *string  `json:"organization_id"`
	ITContactID      *string  `json:"it_contact_id"`
	Scopes           []string `json:"scopes"`
	Token            string   `json:"token,omitempty"` // in the answer that creates it
	Revoked          bool     `json:"revoked"`
	RevocationReason *string  `json:"revocation_reason"`
	Expired          bool     `json:"expired"`
	Expiration       *int64   `json:"expiration"`
}

const (
	linkTokenLifetime = 3600  // in seconds, unless the body says otherwise
	mostLinkTokenLife = 86400 // in seconds
)

var organizationID = regexp.MustCompile(`^org_\w{27}$`)

func adminPortalLinkTokens() kind[adminPortalLinkToken] {
	k := kind[adminPortalLinkToken]{
		object: "admin_portal_link_token", plural: "admin_portal_link_tokens", idParam: "adminPortalLinkTokenID", prefix: "aplt",
		actions: []action[adminPortalLinkToken]{{"POST", "/revoke", revocation, (*call).revokeAdminPortalLinkToken, nil}},
		show: func(c *call, t adminPortalLinkToken) adminPortalLinkToken {
			t.Expired = *t.Expiration <= millis(c.now)
			return t
		},
	}
	k.more = []operation{{pattern: "POST /admin_portal_link_tokens", created: true, handle: (*call).createAdminPortalLinkToken, body: &shape{as400: true, fields: map[string]rule{
		"organization_id": text.must(fits(organizationID)), "it_contact_id": text.must(notEmpty), "scopes": textList.must(notEmpty),
		"seconds_until_expiration": number.within(1, mostLinkTokenLife)}}}}
	return k
}

func notEmpty(param, value string) *failure {
	if value == "" {
		return invalidValue(param, "must not be empty")
	}
	return nil
}

func (c *call) createAdminPortalLinkToken() (any, *failure) {
	t := adminPortalLinkToken{head: c.newHead("admin_portal_link_token", "aplt"), LinkID: newID("apl", c.now), InstanceID: c.instanceID}
	t.ID = "aplt_" + randomHex(16)
	c.params.fill(&t)
	if _, there := stored[organization](c).get(text0(t.OrganizationID)); t.OrganizationID != nil && !there && c.assume.yes("admin_portal_organization_exists") {
		return nil, badRequest("bad_request", "The organization "+*t.OrganizationID+" does not exist.")
	}
	lifetime := int64(linkTokenLifetime)
	if c.params.has("seconds_until_expiration") {
		lifetime = c.params.number("seconds_until_expiration")
	}
	t.Expiration = new(millis(c.now) + 1000*lifetime)
	stored[adminPortalLinkToken](c).store(c.now, t)
	t.Token = "aplt_" + secretText()
	return t, nil
}

func (c *call) revokeAdminPortalLinkToken(t *adminPortalLinkToken) *failure {
	if t.Revoked && c.assume["admin_portal_token_revoked_again"] == "400" {
		return badRequest("bad_request", "The token was revoked already.")
	}
	t.Revoked = true
	if c.params.has("revocation_reason") {
		t.RevocationReason = new(c.params.text("revocation_reason"))
	}
	return nil
}
