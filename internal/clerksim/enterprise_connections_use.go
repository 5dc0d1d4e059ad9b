package clerksim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// oidcRules reads what is sent of a connection by OpenID Connect. It counts for nothing of another.
func (c *call) oidcRules(e *enterpriseConnection) *failure {
	if e.OIDC == nil || !c.params.has("oidc") {
		return nil
	}
	p, f := c.nested("oidc", oidcShape)
	if f != nil {
		return f
	}
	o := *e.OIDC
	p.fill(&o)
	for name, field := range map[string]**string{"client_id": &o.ClientID, "discovery_url": &o.DiscoveryURL, "auth_url": &o.AuthURL, "token_url": &o.TokenURL, "user_info_url": &o.UserInfoURL} {
		if p.cleared(name) || *field != nil && **field == "" {
			*field = nil
		}
	}
	if p.has("client_secret") {
		o.secret = p.text("client_secret")
	}
	if o.ClientID != nil && o.secret == "" && !o.RequiresPKCE {
		return invalidValue(c.inside("oidc", "requires_pkce"), "must be true for a client without a secret")
	}
	o.UpdatedAt = millis(c.now)
	e.OIDC = &o
	return nil
}

// nested reads an object in the body.
func (c *call) nested(name string, s shape) (params, *failure) {
	p, f := s.decode(c.params.raw(name))
	if f != nil {
		for i := range f.items {
			field, _ := f.items[i].Meta["param_name"].(string)
			f.items[i].Meta = map[string]any{"param_name": c.inside(name, field)}
		}
	}
	return p, f
}

// inside is how an error names a field inside another.
func (c *call) inside(name, field string) string {
	if c.assume["nested_fields"] == "bare" {
		return field
	}
	return name + "." + field
}

// takeOverDomains deletes the verified domains of organizations that stand in the way of a connection which is enabled.
func (c *call) takeOverDomains(e enterpriseConnection) {
	if !c.assume.yes("enterprise_takes_domains") {
		return
	}
	for _, d := range slices.Clone(stored[organizationDomain](c).ordered) {
		if slices.Contains(e.Domains, d.Name) && d.AffiliationVerification.isVerified() {
			stored[organizationDomain](c).discard(c.now, d.ID)
		}
	}
}

// showEnterpriseConnection leaves out of lists what Clerk may show only where the details are loaded.
func (c *call) showEnterpriseConnection(e enterpriseConnection) enterpriseConnection {
	if e.OrganizationID != nil {
		if _, there := stored[organization](c).get(*e.OrganizationID); !there {
			e.OrganizationID = nil
		}
	}
	if e.SAML != nil {
		s := *e.SAML
		s.Name, s.Active = e.Name, e.Active
		s.brief = c.r != nil && c.r.Method == http.MethodGet && strings.HasSuffix(c.r.URL.Path, "/enterprise_connections") && c.assume["enterprise_lists"] == "brief"
		e.SAML = &s
	}
	if e.OIDC != nil {
		o := *e.OIDC
		o.Name = e.Name
		e.OIDC = &o
	}
	return e
}

// forgetEnterpriseConnection ends its tests, and lets go of its directory.
func (c *call) forgetEnterpriseConnection(e enterpriseConnection) {
	c.forgetDirectories(e.ID)
	for _, r := range stored[testRun](c).lookup("connection", e.ID) {
		stored[testRun](c).discard(c.now, r.ID)
	}
}

// MarshalJSON writes the answer, without the details where Clerk has not loaded them.
func (s samlConnection) MarshalJSON() ([]byte, error) {
	type all samlConnection
	text, err := json.Marshal(all(s))
	if err != nil || !s.brief {
		return text, err
	}
	fields := map[string]json.RawMessage{}
	err = json.Unmarshal(text, &fields)
	for _, detail := range []string{"idp_entity_id", "idp_sso_url", "idp_metadata_url"} {
		delete(fields, detail)
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(fields)
}

// configured reports whether Clerk knows the identity provider.
func (s *samlConnection) configured() bool {
	return s.IDPMetadataURL != nil || s.metadata != "" || s.IDPEntityID != nil && s.IDPSSOURL != nil && s.certificate != ""
}
