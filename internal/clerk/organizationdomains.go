package clerk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// OrganizationDomain is a domain whose people an organization takes in. Times are Unix milliseconds.
type OrganizationDomain struct {
	rest.Answered
	ID                      string              `json:"id"`
	OrganizationID          string              `json:"organization_id"`
	Name                    string              `json:"name"`
	EnrollmentMode          string              `json:"enrollment_mode"`
	AffiliationEmailAddress *string             `json:"affiliation_email_address"`
	AffiliationVerification *DomainVerification `json:"affiliation_verification"`           // nil: not verified
	OwnershipVerification   *DomainVerification `json:"ownership_verification"`             // nil: not attempted
	Organization            *OrganizationData   `json:"public_organization_data,omitempty"` // nil where the list is an organization's
	TotalPendingInvitations int64               `json:"total_pending_invitations"`
	TotalPendingSuggestions int64               `json:"total_pending_suggestions"`
	CreatedAt               int64               `json:"created_at"`
	UpdatedAt               int64               `json:"updated_at"`
}

// DomainVerification is how it was verified that a domain belongs to an organization.
type DomainVerification struct {
	Status   string `json:"status"`   // "unverified", "verified", "failed" or "expired"
	Strategy string `json:"strategy"` // such as "affiliation_email_code", or "manual_override" for VerifyOwnership
}

// Verified reports whether there is a verification, and it has succeeded.
func (v *DomainVerification) Verified() bool { return v != nil && v.Status == "verified" }

// CreateOrganizationDomainParams are the fields of POST /organizations/{organization_id}/domains.
type CreateOrganizationDomainParams struct {
	OrganizationID string              `json:"-"`
	Name           string              `json:"name"`
	EnrollmentMode string              `json:"enrollment_mode"`
	Verified       rest.Optional[bool] `json:"verified,omitzero"` // true, unless it is sent
}

// UpdateOrganizationDomainParams are the fields of PATCH /organizations/{organization_id}/domains/{domain_id}.
type UpdateOrganizationDomainParams struct {
	EnrollmentMode rest.Optional[string] `json:"enrollment_mode,omitzero"`
	Verified       rest.Optional[bool]   `json:"verified,omitzero"`
}

// OrganizationDomainFilter chooses domains. Its zero value chooses all, the newest first.
type OrganizationDomainFilter struct {
	OrganizationID string
	Verified       *bool
	// EnrollmentModes are modes, each with - before it to exclude it.
	EnrollmentModes []string
	Names           []string // exactly
	// Query is a part of a name, ignoring case, or an organization's id.
	Query string
	// OrderBy is name or created_at, with + or - before it.
	OrderBy string
}

// request returns the path and the query of the list: an organization's own, which knows fewer filters, if it suffices.
func (f OrganizationDomainFilter) request() (path []string, query url.Values) {
	query = url.Values{}
	if f.Verified != nil {
		query.Set("verified", strconv.FormatBool(*f.Verified))
	}
	if len(f.EnrollmentModes) > 0 {
		query.Set("enrollment_mode", strings.Join(f.EnrollmentModes, ","))
	}
	if f.OrganizationID != "" && len(f.EnrollmentModes) < 2 && len(f.Names) == 0 && f.Query == "" && f.OrderBy == "" {
		return []string{"organizations", f.OrganizationID, "domains"}, query
	}
	for name, value := range map[string]string{"organization_id": f.OrganizationID, "query": f.Query, "order_by": f.OrderBy} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(f.Names) > 0 {
		query["domains"] = f.Names
	}
	return []string{"organization_domains"}, query
}

// OrganizationDomains are the domains of organizations: /organizations/{organization_id}/domains, and the lists of
// /organization_domains. The API has no GET of one domain, so that it is read out of lists.
type OrganizationDomains struct {
	operations[OrganizationDomain, CreateOrganizationDomainParams]
}

// ErrNoOrganizationDomain is returned by Find if the organization has no domain of the name.
var ErrNoOrganizationDomain = errors.New("the organization has no domain")

func newOrganizationDomains(t *rest.Transport, bulkReads bool) *OrganizationDomains {
	d := &OrganizationDomains{}
	c := newCollection(t, bulkReads, kind[OrganizationDomain, CreateOrganizationDomainParams]{
		area: "organization_domains", parent: "organizations", segment: "domains",
		parentOf: func(p *CreateOrganizationDomainParams) string { return p.OrganizationID },
		identify: func(o *OrganizationDomain) identity {
			return identity{idWithin(o.OrganizationID, o.ID), o.Name, o.CreatedAt}
		},
		key:  func(p *CreateOrganizationDomainParams) string { return p.Name },
		look: d.look, listsOnly: true,
		findOne:         d.findSent,
		findBeforeRetry: true, notFound: ErrNoOrganizationDomain,
		compare: func(sent *CreateOrganizationDomainParams, o *OrganizationDomain, differ *rest.Differences) int64 {
			differ.NoteUnless("organization_id", sent.OrganizationID == o.OrganizationID)
			verified := o.AffiliationVerification.Verified()
			differ.CompareFields(sent, o, rest.Exceptions{"verified": rest.Compared("verified", sent.Verified.Or(verified) == verified)})
			return o.CreatedAt
		},
	})
	// Reads go by the names of domains, which the list can be filtered by; several organizations may have one name.
	r := c.readers
	r.Batchable, r.Normalize, r.Batch = domainKey.MatchString, withoutName, d.batch
	r.Count = func(ctx context.Context) (int, error) {
		return rest.CountOf[OrganizationDomain](ctx, t, "organization_domains")
	}
	d.operations = c
	return d
}

// domainKey matches what readers are asked for: the ids of an organization and of a domain, and its name, if that is known.
var domainKey = regexp.MustCompile(`^(\w+/\w+)(?:/([a-z0-9.-]+))?$`)

func withoutName(key string) string {
	if m := domainKey.FindStringSubmatch(key); m != nil {
		return m[1]
	}
	return key
}

// Get reads a domain out of lists. If they do not show it, IsNotFound is true for the error. Concurrent reads of domains share
// requests; the name tells lists what to show, and may be "".
func (d *OrganizationDomains) Get(ctx context.Context, organizationID, id, name string) (*OrganizationDomain, error) {
	key := idWithin(organizationID, id)
	if name != "" {
		key += "/" + name
	}
	return d.read(ctx, key)
}

// List is GET /organizations/{organization_id}/domains or, without an organization or with filters that this list does not have,
// GET /organization_domains, all pages.
func (d *OrganizationDomains) List(ctx context.Context, f OrganizationDomainFilter) iter.Seq2[OrganizationDomain, error] {
	path, query := f.request()
	return rest.Pages[OrganizationDomain](ctx, d.transport(), path, query, nil)
}

// Find looks a domain up by its name. If the organization does not have it, the error is ErrNoOrganizationDomain.
func (d *OrganizationDomains) Find(ctx context.Context, organizationID, name string) (*OrganizationDomain, error) {
	for domain, err := range d.List(ctx, OrganizationDomainFilter{OrganizationID: organizationID}) {
		if err != nil {
			return nil, err
		}
		if domain.Name == name {
			return &domain, nil
		}
	}
	return nil, fmt.Errorf("%w %q", ErrNoOrganizationDomain, name)
}

// look looks for a domain by its name and organization, and then in the list of the organization.
func (d *OrganizationDomains) look(ctx context.Context, key string) (*OrganizationDomain, error) {
	parts := strings.SplitN(key, "/", 3)
	filters := []OrganizationDomainFilter{{OrganizationID: parts[0]}}
	if len(parts) == 3 {
		filters = []OrganizationDomainFilter{{OrganizationID: parts[0], Names: parts[2:]}, filters[0]}
	}
	for _, f := range filters {
		found, err := d.index(ctx, f)
		if domain, ok := found[withoutName(key)]; ok || err != nil {
			return &domain, err
		}
	}
	return nil, nil //nolint:nilnil // as kind.look demands
}

// batch reads domains by their names, and those without names out of the lists of their organizations.
func (d *OrganizationDomains) batch(ctx context.Context, keys []string) (map[string]OrganizationDomain, error) {
	var names, organizations []string
	for _, key := range keys {
		parts := strings.SplitN(key, "/", 3)
		if len(parts) == 3 {
			names = append(names, parts[2])
		} else {
			organizations = append(organizations, parts[0])
		}
	}
	var filters []OrganizationDomainFilter
	if len(names) > 0 {
		filters = []OrganizationDomainFilter{{Names: slices.Compact(slices.Sorted(slices.Values(names)))}}
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(organizations))) {
		filters = append(filters, OrganizationDomainFilter{OrganizationID: id})
	}
	all := map[string]OrganizationDomain{}
	for _, f := range filters {
		found, err := d.index(ctx, f)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, found)
	}
	return all, nil
}

// index returns the domains of a list by the ids of their organizations and their own.
func (d *OrganizationDomains) index(ctx context.Context, f OrganizationDomainFilter) (map[string]OrganizationDomain, error) {
	all := map[string]OrganizationDomain{}
	for domain, err := range d.List(ctx, f) {
		id := d.idOf(&domain)
		if err == nil && id == "" {
			path, _ := f.request()
			err = rest.WithReason(rest.Unreadable, fmt.Errorf("GET /%s: the answer is not what Clerk sends: a domain lacks its id or that of its organization", strings.Join(path, "/")))
		}
		if err != nil {
			return nil, err
		}
		all[id] = domain
	}
	return all, nil
}

// findSent looks for the domain of the organization and the name that a create sends, or else for the only verified one of the name,
// because of which Clerk refuses another organization's. It returns the server's time as well.
func (d *OrganizationDomains) findSent(ctx context.Context, sent *CreateOrganizationDomainParams) ([]OrganizationDomain, time.Time, error) {
	var now time.Time
	path, query := OrganizationDomainFilter{Names: []string{sent.Name}}.request()
	query.Set("limit", strconv.Itoa(rest.PageSize)) // what was made just now is on the first page
	all, err := rest.One[rest.Page[OrganizationDomain]](ctx, d.transport(), rest.Call{Method: http.MethodGet, Path: path, Query: query, Date: &now})
	if err != nil {
		return nil, now, err
	}
	var own, verified []OrganizationDomain
	for _, o := range all.Data {
		switch {
		case o.OrganizationID == sent.OrganizationID:
			own = append(own, o)
		case o.AffiliationVerification.Verified():
			verified = append(verified, o)
		}
	}
	if len(own) == 0 && len(verified) == 1 {
		return verified, now, nil
	}
	return own, now, nil
}

// Update is PATCH /organizations/{organization_id}/domains/{domain_id}. The error is a *Taken if another organization keeps a
// verified domain of the name, and this one is to be verified, too.
func (d *OrganizationDomains) Update(ctx context.Context, organizationID, id, name string, p UpdateOrganizationDomainParams) (*OrganizationDomain, error) {
	return rest.UniqueWrite[OrganizationDomain]{
		Transport: d.transport(), Area: "organizations", Write: func() (*OrganizationDomain, error) { return d.patch(ctx, idWithin(organizationID, id), p) },
		Holder: func(ctx context.Context, _ error) string { return d.otherHolder(ctx, organizationID, name) },
	}.Do(ctx)
}

// otherHolder returns the id of the verified domain of the name in another organization, or "".
func (d *OrganizationDomains) otherHolder(ctx context.Context, organizationID, name string) string {
	for domain, err := range d.List(ctx, OrganizationDomainFilter{Names: []string{name}, Verified: new(true)}) {
		if err == nil && domain.OrganizationID != organizationID {
			return d.idOf(&domain)
		}
	}
	return ""
}

// VerifyOwnership is POST /organizations/{organization_id}/domains/{domain_id}/verify_ownership. It cannot be taken back.
func (d *OrganizationDomains) VerifyOwnership(ctx context.Context, organizationID, id string) (*OrganizationDomain, error) {
	key := idWithin(organizationID, id)
	return d.write(ctx, key, rest.Call{Method: http.MethodPost, Path: d.path(key, "verify_ownership")})
}

// Delete is DELETE /organizations/{organization_id}/domains/{domain_id}.
func (d *OrganizationDomains) Delete(ctx context.Context, organizationID, id string) error {
	return d.operations.Delete(ctx, idWithin(organizationID, id))
}
