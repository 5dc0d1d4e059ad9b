package clerk

import (
	"context"
	"errors"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Domain is where Clerk is reached for an application: the primary domain of an instance, or that of a satellite. No answer says when
// it was made. Clerk may leave out what has omitempty.
type Domain struct {
	rest.Answered
	ID                string        `json:"id"`
	Name              string        `json:"name"` // in development also with a port, such as localhost:3000
	IsSatellite       bool          `json:"is_satellite"`
	FrontendAPIURL    string        `json:"frontend_api_url"`
	AccountsPortalURL *string       `json:"accounts_portal_url,omitempty"` // of the primary domain
	ProxyURL          *string       `json:"proxy_url,omitempty"`           // nil: the domain is served by DNS
	DevelopmentOrigin string        `json:"development_origin"`
	CNAMETargets      []CNAMETarget `json:"cname_targets,omitempty"`
}

// CNAMETarget is a record that the owner of a domain has to make, so that Clerk can serve the domain.
type CNAMETarget struct {
	Host     string `json:"host"`
	Value    string `json:"value"`
	Required bool   `json:"required"`
}

// CreateDomainParams are the fields of POST /domains.
type CreateDomainParams struct {
	Name        string                `json:"name"`
	IsSatellite bool                  `json:"is_satellite"` // true: an instance has one primary domain, which is there from the beginning
	ProxyURL    rest.Optional[string] `json:"proxy_url,omitzero"`
}

// UpdateDomainParams are the fields of PATCH /domains/{domain_id}. A null proxy_url goes back to DNS.
type UpdateDomainParams struct {
	Name        rest.Optional[string] `json:"name,omitzero"`
	ProxyURL    rest.Optional[string] `json:"proxy_url,omitzero"` // of a production instance only
	IsSecondary rest.Optional[bool]   `json:"is_secondary,omitzero"`
}

// Domains is the area /domains. The API has no GET of one domain, and its list has no pages.
type Domains struct {
	operations[Domain, CreateDomainParams]
}

// ErrNoDomain is returned by Find if the instance does not have the domain.
var ErrNoDomain = errors.New("the instance has no domain")

func newDomains(t *rest.Transport, bulkReads bool) *Domains {
	return &Domains{newCollection(t, bulkReads, kind[Domain, CreateDomainParams]{
		area: "domains", inWholeList: true, unpaged: true, undated: true, notFound: ErrNoDomain,
		identify: func(d *Domain) identity { return identity{id: d.ID, key: d.Name} },
		key:      func(p *CreateDomainParams) string { return p.Name },
	})}
}

// Update is PATCH /domains/{domain_id}. The error is a *Taken if another domain has the name.
func (d *Domains) Update(ctx context.Context, id string, p UpdateDomainParams) (*Domain, error) {
	return d.update(ctx, id, p.Name.Or(""), p)
}

// ProxyCheck is whether Clerk was reached through the proxy of a domain.
type ProxyCheck struct {
	ID         string `json:"id"`
	ProxyURL   string `json:"proxy_url"`
	Successful bool   `json:"successful"`
}

// CheckProxy is POST /proxy_checks: Clerk tries to reach itself through a proxy. Without a URL it is that of the domain.
func (d *Domains) CheckProxy(ctx context.Context, domainID, proxyURL string) (*ProxyCheck, error) {
	body := struct {
		DomainID string `json:"domain_id"`
		ProxyURL string `json:"proxy_url,omitempty"`
	}{domainID, proxyURL}
	return rest.One[ProxyCheck](ctx, d.transport(), rest.Call{Method: http.MethodPost, Path: []string{"proxy_checks"}, Body: body})
}
