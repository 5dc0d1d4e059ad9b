package clerk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// EnterpriseConnection lets people with addresses of its domains sign in at their own identity provider, by SAML or OpenID Connect.
// Times are Unix milliseconds; a nil pointer is null. Clerk may leave out what has omitempty.
type EnterpriseConnection struct {
	rest.Answered
	ID                               string            `json:"id"`
	Name                             string            `json:"name"`
	Provider                         string            `json:"provider"`
	Active                           bool              `json:"active"`
	Domains                          []string          `json:"domains"`
	OrganizationID                   *string           `json:"organization_id,omitempty"`
	SyncUserAttributes               bool              `json:"sync_user_attributes,omitempty"`
	DisableAdditionalIdentifications bool              `json:"disable_additional_identifications,omitempty"`
	AllowOrganizationAccountLinking  bool              `json:"allow_organization_account_linking,omitempty"`
	CustomAttributes                 []CustomAttribute `json:"custom_attributes,omitempty"`
	SAML                             *SAMLConnection   `json:"saml_connection,omitempty"` // nil unless it is one by SAML
	OIDC                             *OIDCConnection   `json:"oauth_config,omitempty"`    // nil unless it is one by OpenID Connect
	CreatedAt                        int64             `json:"created_at"`
	UpdatedAt                        int64             `json:"updated_at"`
}

// SAMLConnection is what Clerk tells of a connection by SAML. The document says of some fields that they are only there where the
// details are loaded, so that lists may lack them.
type SAMLConnection struct {
	ID                string     `json:"id,omitempty"` // an id of its own, by which older versions of the API know the connection
	IDPEntityID       *string    `json:"idp_entity_id,omitempty"`
	IDPSSOURL         *string    `json:"idp_sso_url,omitempty"`
	IDPMetadataURL    *string    `json:"idp_metadata_url,omitempty"`
	ACSURL            *string    `json:"acs_url,omitempty"`
	SPEntityID        *string    `json:"sp_entity_id,omitempty"`
	SPMetadataURL     *string    `json:"sp_metadata_url,omitempty"`
	AllowIDPInitiated bool       `json:"allow_idp_initiated,omitempty"`
	AllowSubdomains   bool       `json:"allow_subdomains,omitempty"`
	ForceAuthn        bool       `json:"force_authn,omitempty"`
	LoginHint         *LoginHint `json:"login_hint,omitempty"`
}

// LoginHint says what the identity provider is told of who signs in.
type LoginHint struct {
	Mode   string `json:"mode"`                           // "email_address", "custom_attribute" or "off"
	Source string `json:"source,omitempty" absent:"none"` // of a custom attribute: the key in the user's public metadata
}

// OIDCConnection is what Clerk tells of a connection by OpenID Connect. The client secret is not among it.
type OIDCConnection struct {
	ProviderKey  string  `json:"provider_key,omitempty"`
	ClientID     *string `json:"client_id,omitempty"`
	DiscoveryURL *string `json:"discovery_url,omitempty"`
	AuthURL      *string `json:"auth_url,omitempty"`
	TokenURL     *string `json:"token_url,omitempty"`
	UserInfoURL  *string `json:"user_info_url,omitempty"`
	RequiresPKCE bool    `json:"requires_pkce,omitempty"`
}

// CustomAttribute is taken over from the identity provider into the metadata of users.
type CustomAttribute struct {
	Name          string `json:"name"`
	Key           string `json:"key"` // in the metadata
	SSOPath       string `json:"sso_path,omitempty" absent:"none"`
	DirectoryPath string `json:"directory_path,omitempty" absent:"none"`
	MultiValued   bool   `json:"multi_valued,omitempty" absent:"none"`
}

// CreateEnterpriseConnectionParams are the fields of POST /enterprise_connections.
type CreateEnterpriseConnectionParams struct {
	Name                            string                           `json:"name"`
	Provider                        string                           `json:"provider"`
	Domains                         []string                         `json:"domains"`
	OrganizationID                  rest.Optional[string]            `json:"organization_id,omitzero"`
	Active                          rest.Optional[bool]              `json:"active,omitzero"`
	AllowOrganizationAccountLinking rest.Optional[bool]              `json:"allow_organization_account_linking,omitzero"`
	CustomAttributes                rest.Optional[[]CustomAttribute] `json:"custom_attributes,omitzero"`
	SAML                            *SAMLParams                      `json:"saml,omitempty"`
	OIDC                            *OIDCParams                      `json:"oidc,omitempty"`
}

// UpdateEnterpriseConnectionParams are the fields of PATCH /enterprise_connections/{enterprise_connection_id}.
type UpdateEnterpriseConnectionParams struct {
	Name                             rest.Optional[string]            `json:"name,omitzero"`
	Domains                          rest.Optional[[]string]          `json:"domains,omitzero"` // an empty list changes nothing
	OrganizationID                   rest.Optional[string]            `json:"organization_id,omitzero"`
	Active                           rest.Optional[bool]              `json:"active,omitzero"`
	SyncUserAttributes               rest.Optional[bool]              `json:"sync_user_attributes,omitzero"`
	DisableAdditionalIdentifications rest.Optional[bool]              `json:"disable_additional_identifications,omitzero"`
	AllowOrganizationAccountLinking  rest.Optional[bool]              `json:"allow_organization_account_linking,omitzero"`
	CustomAttributes                 rest.Optional[[]CustomAttribute] `json:"custom_attributes,omitzero"`
	SAML                             *SAMLParams                      `json:"saml,omitempty"`
	OIDC                             *OIDCParams                      `json:"oidc,omitempty"`
}

// IsZero reports whether there is nothing to send.
func (p UpdateEnterpriseConnectionParams) IsZero() bool {
	return p == UpdateEnterpriseConnectionParams{}
}

// SAMLParams are what is sent of a connection by SAML. Clerk returns neither the certificate nor the metadata nor the mapping.
type SAMLParams struct {
	IDPEntityID       rest.Optional[string]            `json:"idp_entity_id,omitzero"`
	IDPSSOURL         rest.Optional[string]            `json:"idp_sso_url,omitzero"`
	IDPCertificate    rest.Optional[string]            `json:"idp_certificate,omitzero"` // PEM
	IDPMetadataURL    rest.Optional[string]            `json:"idp_metadata_url,omitzero"`
	IDPMetadata       rest.Optional[string]            `json:"idp_metadata,omitzero"` // XML
	AttributeMapping  rest.Optional[map[string]string] `json:"attribute_mapping,omitzero"`
	AllowSubdomains   rest.Optional[bool]              `json:"allow_subdomains,omitzero"`
	AllowIDPInitiated rest.Optional[bool]              `json:"allow_idp_initiated,omitzero"`
	ForceAuthn        rest.Optional[bool]              `json:"force_authn,omitzero"`
	LoginHint         rest.Optional[LoginHint]         `json:"login_hint,omitzero"`
}

// IsZero reports whether there is nothing to send.
func (p SAMLParams) IsZero() bool { return p == SAMLParams{} }

// OIDCParams are what is sent of a connection by OpenID Connect. Clerk does not return the secret.
type OIDCParams struct {
	ClientID     rest.Optional[string] `json:"client_id,omitzero"`
	ClientSecret rest.Optional[string] `json:"client_secret,omitzero"`
	DiscoveryURL rest.Optional[string] `json:"discovery_url,omitzero"`
	AuthURL      rest.Optional[string] `json:"auth_url,omitzero"`
	TokenURL     rest.Optional[string] `json:"token_url,omitzero"`
	UserInfoURL  rest.Optional[string] `json:"user_info_url,omitzero"`
	RequiresPKCE rest.Optional[bool]   `json:"requires_pkce,omitzero"`
}

// The kinds of identity providers of which there are several connections, each with a key of its own.
const (
	gitHubEnterprise = "oidc_github_enterprise"
	gitLab           = "oidc_gitlab"
)

// IdentityProvider returns the kind of identity provider as a create sends it: that of a connection to GitHub Enterprise or GitLab may be
// answered with the key of the provider.
func (e *EnterpriseConnection) IdentityProvider() string {
	switch {
	case strings.HasPrefix(e.Provider, "oidc_ghe_"):
		return gitHubEnterprise
	case strings.HasPrefix(e.Provider, "oidc_gitlab_ent_"):
		return gitLab
	}
	return e.Provider
}

// EnterpriseConnectionFilter chooses enterprise connections. Its zero value chooses all.
type EnterpriseConnectionFilter struct {
	OrganizationID string
	Active         *bool
}

// EnterpriseConnections is the area /enterprise_connections. Several may have one name, so that Create is never repeated. If its answer
// is lost, the connection is looked for by its name, as in Machines.
type EnterpriseConnections struct {
	operations[EnterpriseConnection, CreateEnterpriseConnectionParams]
}

// ErrNoEnterpriseConnection is returned by Find if no enterprise connection has the name.
var ErrNoEnterpriseConnection = errors.New("the instance has no enterprise connection with the name")

// ErrNoSAMLConnection is returned by OfSAML if no enterprise connection tells of the SAML connection.
var ErrNoSAMLConnection = errors.New("no enterprise connection of the instance tells of a SAML connection with the id")

func newEnterpriseConnections(t *rest.Transport, bulkReads bool) *EnterpriseConnections {
	c := newCollection(t, bulkReads, kind[EnterpriseConnection, CreateEnterpriseConnectionParams]{
		area: "enterprise_connections",
		by: &filter{count: func(ctx context.Context) (int, error) {
			return rest.CountOf[EnterpriseConnection](ctx, t, "enterprise_connections")
		}},
		identify: func(o *EnterpriseConnection) identity { return identity{id: o.ID, made: o.CreatedAt} },
		key:      func(*CreateEnterpriseConnectionParams) string { return "" },
		naming: &naming[EnterpriseConnection, CreateEnterpriseConnectionParams]{
			plural: "enterprise connections",
			of:     func(o *EnterpriseConnection) string { return o.Name },
			sent:   func(p *CreateEnterpriseConnectionParams) string { return p.Name },
		},
		once: func(*CreateEnterpriseConnectionParams) bool { return true }, notFound: ErrNoEnterpriseConnection,
		compare: compareEnterpriseConnection,
	})
	// A connection whose details a list lacks is read by itself.
	listAll := c.readers.ListAll
	c.readers.ListAll = func(ctx context.Context) (map[string]EnterpriseConnection, error) {
		all, err := listAll(ctx)
		maps.DeleteFunc(all, func(_ string, o EnterpriseConnection) bool { return o.lacksDetails() })
		return all, err
	}
	return &EnterpriseConnections{c}
}

// lacksDetails reports whether an answer leaves out what the identity provider is set up with.
func (e *EnterpriseConnection) lacksDetails() bool {
	return slices.ContainsFunc(e.Lacks(), func(l rest.Lack) bool {
		within, name, _ := strings.Cut(l.Field, ".")
		switch within {
		case "saml_connection":
			return name == "" || name == "force_authn" || strings.HasPrefix(name, "idp_") || strings.HasPrefix(name, "allow_") || strings.HasPrefix(name, "login_hint")
		case "oauth_config":
			return name != "provider_key"
		}
		return false
	})
}

func compareEnterpriseConnection(sent *CreateEnterpriseConnectionParams, o *EnterpriseConnection, d *rest.Differences) int64 {
	var saml, oidc rest.Differences
	if sent.SAML != nil && o.SAML != nil {
		saml.CompareFields(sent.SAML, o.SAML, rest.Exceptions{"idp_certificate": rest.NotAnswered, "idp_metadata": rest.NotAnswered, "attribute_mapping": rest.NotAnswered})
	}
	if sent.OIDC != nil && o.OIDC != nil {
		oidc.CompareFields(sent.OIDC, o.OIDC, rest.Exceptions{"client_secret": rest.NotAnswered})
	}
	attributes := sent.CustomAttributes.Or(o.CustomAttributes)
	byKey := func(a, b CustomAttribute) int { return strings.Compare(a.Key, b.Key) }
	d.CompareFields(sent, o, rest.Exceptions{
		"provider":          rest.Compared("provider", sent.Provider == o.IdentityProvider()),
		"domains":           rest.Compared("domains", rest.SameElements(sent.Domains, o.Domains, strings.ToLower)),
		"custom_attributes": rest.Compared("custom_attributes", slices.Equal(slices.SortedFunc(slices.Values(attributes), byKey), slices.SortedFunc(slices.Values(o.CustomAttributes), byKey))),
		"saml":              rest.Compared("saml", len(saml) == 0 && (sent.SAML == nil || o.SAML != nil)),
		"oidc":              rest.Compared("oidc", len(oidc) == 0 && (sent.OIDC == nil || o.OIDC != nil)),
	})
	return o.CreatedAt
}

// List is GET /enterprise_connections, all pages.
func (e *EnterpriseConnections) List(ctx context.Context, f EnterpriseConnectionFilter) iter.Seq2[EnterpriseConnection, error] {
	query := url.Values{}
	if f.OrganizationID != "" {
		query.Set("organization_id", f.OrganizationID)
	}
	if f.Active != nil {
		query.Set("active", strconv.FormatBool(*f.Active))
	}
	return rest.Pages[EnterpriseConnection](ctx, e.transport(), []string{e.name()}, query, nil)
}

// OfSAML is the enterprise connection that has a SAML connection, by the id of the latter.
func (e *EnterpriseConnections) OfSAML(ctx context.Context, id string) (*EnterpriseConnection, error) {
	for one, err := range e.List(ctx, EnterpriseConnectionFilter{}) {
		if err != nil {
			return nil, err
		}
		if one.SAML != nil && one.SAML.ID == id {
			return e.Get(ctx, one.ID)
		}
	}
	return nil, fmt.Errorf("%w %s", ErrNoSAMLConnection, id)
}

// Update is PATCH /enterprise_connections/{enterprise_connection_id}. Where it makes the connection active, Clerk may delete the verified
// domains of organizations that have the connection's names.
func (e *EnterpriseConnections) Update(ctx context.Context, id string, p UpdateEnterpriseConnectionParams) (*EnterpriseConnection, error) {
	return e.patch(ctx, id, p)
}
