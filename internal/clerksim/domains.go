package clerksim

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// domain is where Clerk is reached for an application: that of the application itself,
// which is the primary one, or that of a satellite, another application that shares its
// sessions.
type domain struct {
	head
	Name              string        `json:"name"`
	IsSatellite       bool          `json:"is_satellite"`
	FrontendAPIURL    string        `json:"frontend_api_url"`
	AccountsPortalURL *string       `json:"accounts_portal_url"`
	ProxyURL          *string       `json:"proxy_url"`
	DevelopmentOrigin string        `json:"development_origin"`
	CNAMETargets      []cnameTarget `json:"cname_targets"`

	CreatedAt *int64 `json:"created_at,omitempty"` // no answer has it, nor the other
	UpdatedAt *int64 `json:"updated_at,omitempty"`
}

// cnameTarget is a record that the owner of a domain has to make.
type cnameTarget struct {
	Host     string `json:"host"`
	Value    string `json:"value"`
	Required bool   `json:"required"`
}

func domains() kind[domain] {
	proxy := text.orNull()
	return kind[domain]{
		object: "domain", plural: "domains", idParam: "domain_id", prefix: "dmn",
		list: true, unpaged: true, delete: true,
		create:    &shape{fields: map[string]rule{"name": text.need(), "is_satellite": flag.need(), "proxy_url": proxy}},
		update:    &shape{fields: map[string]rule{"name": text.orNull(), "proxy_url": proxy, "is_secondary": flag.orNull()}},
		keys:      map[string]func(domain) []string{"name": func(d domain) []string { return []string{d.Name} }},
		rules:     (*call).domainRules,
		deletable: (*call).satelliteOnly,
		show:      (*call).showDomain,
	}
}

// localForm is the name of a domain in development, such as localhost:3000.
var localForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`)

func (c *call) domainRules(old domain, d *domain) *failure {
	if c.params.cleared("proxy_url") {
		d.ProxyURL = nil
	}
	form := domainForm
	if c.options.Environment == development {
		form = localForm
	}
	switch p := c.params; {
	case !form.MatchString(d.Name):
		return invalidFormat("name", "must be a valid domain name")
	case old.ID == "" && !p.flag("is_satellite"):
		return invalidValue("is_satellite", "must be true: an instance has one primary domain")
	case old.ID != "" && p.has("proxy_url") && c.options.Environment == development && c.assume.yes("proxy_in_production_only"):
		return fail(http.StatusBadRequest, "request_invalid_for_environment", "Request only valid for production instances.", "Request only valid for production instances.")
	case d.ProxyURL != nil && !proxies(*d.ProxyURL):
		return invalidFormat("proxy_url", "must be a valid URL that begins with https://")
	}
	for _, other := range stored[domain](c).lookup("name", d.Name) {
		if other.ID != d.ID {
			return wrong("name", c.assume["domain_taken"], "already exists", "A domain with this name already exists for this instance.")
		}
	}
	return nil
}

func proxies(proxyURL string) bool {
	u, err := url.Parse(proxyURL)
	return err == nil && u.Scheme == "https" && u.Host != ""
}

func (c *call) satelliteOnly(d domain) *failure {
	if d.IsSatellite {
		return nil
	}
	return fail(http.StatusForbidden, "operation_not_allowed_on_primary_domain", "Operation not allowed on primary domain", "This operation is not allowed for the primary domain of an instance.")
}

// showDomain makes the URLs of a domain, and the records that its owner has to make: none
// in development, where Clerk's own domain serves them, and none for what a proxy serves.
func (c *call) showDomain(d domain) domain {
	d.CNAMETargets = []cnameTarget{}
	if c.options.Environment == development {
		d.FrontendAPIURL = "https://" + c.frontend
		return d
	}
	if d.FrontendAPIURL = "https://clerk." + d.Name; d.ProxyURL != nil {
		d.FrontendAPIURL = *d.ProxyURL
	} else {
		d.CNAMETargets = append(d.CNAMETargets, cnameTarget{"clerk." + d.Name, "frontend-api.clerk.services", true})
	}
	if d.IsSatellite {
		return d
	}
	d.AccountsPortalURL = new("https://accounts." + d.Name)
	d.CNAMETargets = append(d.CNAMETargets,
		cnameTarget{"accounts." + d.Name, "accounts.clerk.services", true},
		cnameTarget{"clkmail." + d.Name, "mail." + strings.ReplaceAll(d.Name, ".", "-") + ".nameservers.clerk.services", true})
	return d
}

// furnishDomains gives a new instance its primary domain.
func (c *call) furnishDomains() {
	d := domains().begin(c)
	if d.Name = "example.com"; c.options.Environment == development {
		d.Name = c.frontend
	}
	stored[domain](c).store(c.now, d)
	stored[domain](c).settle()
}

// proxyCheck is whether Clerk is reached through a proxy.
type proxyCheck struct {
	Object     string `json:"object"`
	ID         string `json:"id"`
	DomainID   string `json:"domain_id"`
	LastRunAt  *int64 `json:"last_run_at"`
	ProxyURL   string `json:"proxy_url"`
	Successful bool   `json:"successful"`
	CreatedAt  int64  `json:"created_at"`
	UpdatedAt  int64  `json:"updated_at"`
}

func proxyCheckOperations() []operation {
	return []operation{{
		pattern: "POST /proxy_checks", handle: (*call).checkProxy,
		body: &shape{fields: map[string]rule{"domain_id": text, "proxy_url": text}, open: true},
	}}
}

// checkProxy answers for the switch proxy whether the proxy works: nothing is asked.
func (c *call) checkProxy() (any, *failure) {
	id := c.params.text("domain_id")
	d, ok := stored[domain](c).get(id)
	if !ok {
		return nil, wrong("domain_id", "resource_not_found", "not found", "No domain was found with id "+id)
	}
	proxy := c.params.text("proxy_url")
	if proxy == "" {
		proxy = text0(d.ProxyURL)
	}
	if !proxies(proxy) {
		return nil, invalidFormat("proxy_url", "must be a valid URL that begins with https://")
	}
	now := millis(c.now)
	return proxyCheck{"proxy_check", newID("proxchk", c.now), d.ID, &now, proxy, c.switches["proxy"], now, now}, nil
}
