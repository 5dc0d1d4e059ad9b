package clerksim

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// enterpriseConnection lets people with addresses of its domains sign in at an identity provider of theirs.
type enterpriseConnection struct {
	head
	Name                             string            `json:"name"`
	Provider                         string            `json:"provider"`
	LogoPublicURL                    *string           `json:"logo_public_url"`
	Active                           bool              `json:"active"`
	Domains                          []string          `json:"domains"`
	OrganizationID                   *string           `json:"organization_id"`
	SyncUserAttributes               bool              `json:"sync_user_attributes"`
	DisableAdditionalIdentifications bool              `json:"disable_additional_identifications"`
	AllowOrganizationAccountLinking  bool              `json:"allow_organization_account_linking"`
	CustomAttributes                 []customAttribute `json:"custom_attributes"`
	SAML                             *samlConnection   `json:"saml_connection"`
	OIDC                             *oidcConnection   `json:"oauth_config"`
	// The document demands these two, and says nothing of them.
	Authenticatable        bool `json:"authenticatable"`
	DisableJITProvisioning bool `json:"disable_jit_provisioning"`
}

type samlConnection struct {
	ID                string     `json:"id"`
	Name              string     `json:"name"`
	IDPEntityID       *string    `json:"idp_entity_id"`
	IDPSSOURL         *string    `json:"idp_sso_url"`
	IDPMetadataURL    *string    `json:"idp_metadata_url"`
	ACSURL            string     `json:"acs_url"`
	SPEntityID        string     `json:"sp_entity_id"`
	SPMetadataURL     string     `json:"sp_metadata_url"`
	Active            bool       `json:"active"`
	AllowIDPInitiated bool       `json:"allow_idp_initiated"`
	AllowSubdomains   bool       `json:"allow_subdomains"`
	ForceAuthn        bool       `json:"force_authn"`
	LoginHint         *loginHint `json:"login_hint"`
	certificate       string
	metadata          string
	brief             bool // the answer lacks the details
}

type loginHint struct {
	Mode   string `json:"mode"`
	Source string `json:"source,omitempty"`
}

type oidcConnection struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	ProviderKey  string  `json:"provider_key"`
	ClientID     *string `json:"client_id"`
	DiscoveryURL *string `json:"discovery_url"`
	AuthURL      *string `json:"auth_url"`
	TokenURL     *string `json:"token_url"`
	UserInfoURL  *string `json:"user_info_url"`
	RequiresPKCE bool    `json:"requires_pkce"`
	CreatedAt    int64   `json:"created_at"`
	UpdatedAt    int64   `json:"updated_at"`
	secret       string
}

// customAttribute is taken over into the metadata of users. The two paths to a directory are one, by its old name and its new one.
type customAttribute struct {
	Name          string `json:"name"`
	Key           string `json:"key"`
	SSOPath       string `json:"sso_path,omitempty"`
	SCIMPath      string `json:"scim_path,omitempty"`
	DirectoryPath string `json:"directory_path,omitempty"`
	MultiValued   bool   `json:"multi_valued"`
}

var (
	orText    = text.orNull()
	orFlag    = flag.orNull()
	samlShape = shape{fields: map[string]rule{
		"idp_entity_id": orText, "idp_sso_url": orText, "idp_certificate": orText, "idp_metadata_url": orText, "idp_metadata": orText,
		"attribute_mapping": object.orNull(), "allow_subdomains": orFlag, "allow_idp_initiated": orFlag, "force_authn": orFlag, "login_hint": object.orNull(),
	}}
	oidcShape = shape{fields: map[string]rule{
		"client_id": orText, "client_secret": orText, "discovery_url": orText, "auth_url": orText, "token_url": orText, "user_info_url": orText, "requires_pkce": orFlag,
	}}
	mappingShape   = shape{fields: map[string]rule{"user_id": orText, "email_address": orText, "first_name": orText, "last_name": orText}}
	loginHintShape = shape{fields: map[string]rule{"mode": text.need().in("email_address", "custom_attribute", "off"), "source": text}}
	attributeShape = shape{fields: map[string]rule{"name": text.need(), "key": text.need().must(fits(attributeKey)), "sso_path": text, "scim_path": text, "directory_path": text, "multi_valued": flag}}
	attributeKey   = regexp.MustCompile(`^[^_][A-Za-z0-9_-]*$`)
	providerKeys   = map[string]string{"oidc_github_enterprise": "oidc_ghe_", "oidc_gitlab": "oidc_gitlab_ent_"}
)

func enterpriseConnections() kind[enterpriseConnection] {
	const all = "enterprise_connections"
	create := map[string]rule{
		"name": text.need(), "provider": text.need().in("saml_custom", "saml_okta", "saml_google", "saml_microsoft", "oidc_custom", "oidc_github_enterprise", "oidc_gitlab"),
		"domains":         {kind: aList, required: true},
		"organization_id": orText, "allow_organization_account_linking": orFlag, "active": orFlag,
		"saml": object.orNull(), "oidc": object.orNull(), "custom_attributes": {kind: anything},
	}
	update := with(create, map[string]rule{"name": orText, "domains": textList.orNull(), "sync_user_attributes": orFlag, "disable_additional_identifications": orFlag,
		"custom_attributes": anyJSON})
	delete(update, "provider")
	k := kind[enterpriseConnection]{
		object: "enterprise_connection", plural: all, idParam: "enterprise_connection_id", prefix: "ec",
		list: true, get: true, delete: true, update: &shape{fields: update},
		filter: func(c *call, q *query) func(enterpriseConnection) bool {
			active := q.boolean("active")
			return func(e enterpriseConnection) bool {
				return (active == nil || *active == e.Active) && (!q.Has("organization_id") || q.Get("organization_id") == text0(e.OrganizationID))
			}
		},
		rules:   (*call).enterpriseConnectionRules,
		deleted: (*call).forgetEnterpriseConnection,
		show:    (*call).showEnterpriseConnection,
	}
	k.more = []operation{
		{pattern: "POST /" + all, body: &shape{fields: create}, handle: k.answerCreate, created: true},
		{pattern: "GET /" + all + "/{enterprise_connection_id}/test_runs", handle: (*call).listTestRuns},
		{pattern: "POST /" + all + "/{enterprise_connection_id}/test_runs", handle: (*call).startTestRun},
	}
	return k
}

func (c *call) enterpriseConnectionRules(old enterpriseConnection, e *enterpriseConnection) *failure {
	creates := old.ID == ""
	if creates {
		e.SyncUserAttributes, e.Authenticatable = c.assume.yes("enterprise_sync_user_attributes"), true
		e.CustomAttributes = []customAttribute{}
		c.beginConnection(e)
	}
	if c.params.cleared("name") || e.Name == "" {
		return isNull("name")
	}
	if f := c.connectionDomains(old, e); f != nil {
		return f
	}
	if c.params.has("organization_id") {
		if _, there := stored[organization](c).get(c.params.text("organization_id")); !there {
			return notFound("organization", c.params.text("organization_id")).about("organization_id")
		}
	}
	if f := c.connectionAttributes(e); f != nil {
		return f
	}
	if f := c.samlRules(e); f != nil {
		return f
	}
	if f := c.oidcRules(e); f != nil {
		return f
	}
	if e.Active && e.SAML != nil && !e.SAML.configured() {
		return invalidValue("active", "needs the metadata of the identity provider")
	}
	if e.Active && !old.Active {
		c.takeOverDomains(*e)
	}
	return nil
}

// beginConnection makes what a new connection has by its kind of provider.
func (c *call) beginConnection(e *enterpriseConnection) {
	if strings.HasPrefix(e.Provider, "saml_") {
		id := newID("samlc", c.now)
		base := "https://" + c.frontend + "/v1/saml/"
		e.SAML = &samlConnection{ID: id, ACSURL: base + "acs/" + id, SPEntityID: "https://" + c.frontend + "/saml/" + id, SPMetadataURL: base + "metadata/" + id + ".xml",
			LoginHint: &loginHint{Mode: c.assume["enterprise_login_hint"]}}
		return
	}
	key := e.Provider
	if prefix := providerKeys[e.Provider]; prefix != "" {
		key = prefix + randomHex(4)
	}
	if c.assume["enterprise_provider"] == "key" {
		e.Provider = key
	}
	e.OIDC = &oidcConnection{ID: newID("oauthcfg", c.now), ProviderKey: key, CreatedAt: millis(c.now)}
}

func (c *call) connectionDomains(old enterpriseConnection, e *enterpriseConnection) *failure {
	sent := c.params.list("domains")
	if len(sent) == 0 {
		if e.Domains = old.Domains; old.ID == "" {
			return wrong("domains", "form_param_array_size_exceeded", "is invalid", "domains has too few elements.")
		}
		return nil
	}
	e.Domains = nil
	for _, d := range sent {
		if d = strings.ToLower(d); !domainForm.MatchString(d) {
			return invalidFormat("domains", "must have fully qualified domain names")
		}
		if !slices.Contains(e.Domains, d) {
			e.Domains = append(e.Domains, d)
		}
	}
	for _, other := range stored[enterpriseConnection](c).ordered {
		shared := func(d string) bool { return slices.Contains(e.Domains, d) }
		if c.assume.yes("enterprise_domains_unique") && other.ID != e.ID && slices.ContainsFunc(other.Domains, shared) {
			return fail(http.StatusConflict, "conflict", "Conflict", "Another enterprise connection has one of the domains.").about("domains")
		}
	}
	return nil
}

// connectionAttributes reads the custom attributes, all of which the body has.
func (c *call) connectionAttributes(e *enterpriseConnection) *failure {
	if !c.params.has("custom_attributes") {
		return nil
	}
	var all []json.RawMessage
	if json.Unmarshal(c.params.raw("custom_attributes"), &all) != nil {
		return invalidValue("custom_attributes", "must be an array of objects")
	}
	e.CustomAttributes = []customAttribute{}
	for _, raw := range all {
		p, f := attributeShape.decode(raw)
		if f != nil {
			return f
		}
		var a customAttribute
		p.fill(&a)
		if p.has("scim_path") && p.has("directory_path") && a.SCIMPath != a.DirectoryPath {
			return invalidValue("custom_attributes", "has two paths to the directory that differ")
		}
		if a.DirectoryPath == "" {
			a.DirectoryPath = a.SCIMPath
		}
		a.SCIMPath = a.DirectoryPath
		if slices.ContainsFunc(e.CustomAttributes, func(b customAttribute) bool { return b.Key == a.Key }) {
			return invalidValue("custom_attributes", "has one key twice")
		}
		e.CustomAttributes = append(e.CustomAttributes, a)
	}
	return nil
}

// samlRules reads what is sent of a connection by SAML. It counts for nothing of another.
func (c *call) samlRules(e *enterpriseConnection) *failure {
	if e.SAML == nil || !c.params.has("saml") {
		return nil
	}
	known := samlShape
	if c.r.Method == http.MethodPatch {
		known.fields = with(known.fields, map[string]rule{"name": orText})
	}
	p, f := c.nested("saml", known)
	if f != nil {
		return f
	}
	s := *e.SAML // older versions share it
	hint := s.LoginHint
	p.fill(&s)
	s.LoginHint = hint
	for name, field := range map[string]**string{"idp_entity_id": &s.IDPEntityID, "idp_sso_url": &s.IDPSSOURL, "idp_metadata_url": &s.IDPMetadataURL} {
		if p.cleared(name) || *field != nil && **field == "" {
			*field = nil
		}
	}
	if p.has("attribute_mapping") {
		if _, f := mappingShape.decode(p.raw("attribute_mapping")); f != nil {
			return f
		}
	}
	if p.has("login_hint") {
		q, f := loginHintShape.decode(p.raw("login_hint"))
		if f != nil {
			return f
		}
		if s.LoginHint = (&loginHint{q.text("mode"), q.text("source")}); s.LoginHint.Mode == "custom_attribute" && s.LoginHint.Source == "" {
			return missing(c.inside("saml", "login_hint"))
		}
	}
	if p.has("idp_certificate") {
		s.certificate = p.text("idp_certificate")
	}
	if p.has("idp_metadata") {
		s.metadata = p.text("idp_metadata")
		var described struct {
			EntityID string `xml:"entityID,attr"`
			SSO      []struct {
				Location string `xml:"Location,attr"`
			} `xml:"IDPSSODescriptor>SingleSignOnService"`
		}
		if xml.Unmarshal([]byte(s.metadata), &described) != nil || described.EntityID == "" || len(described.SSO) == 0 {
			return invalidValue(c.inside("saml", "idp_metadata"), "must be the metadata of an identity provider")
		}
		s.IDPEntityID, s.IDPSSOURL = &described.EntityID, &described.SSO[0].Location
	}
	e.SAML = &s
	return nil
}
