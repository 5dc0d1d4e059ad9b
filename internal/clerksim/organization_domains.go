package clerksim

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// organizationDomain is a domain whose people an organization takes in.
type organizationDomain struct {
	head
	OrganizationID          string                  `json:"organization_id"`
	Name                    string                  `json:"name"`
	EnrollmentMode          string                  `json:"enrollment_mode"`
	AffiliationEmailAddress *string                 `json:"affiliation_email_address"`
	AffiliationVerification *domainVerification     `json:"affiliation_verification"`
	OwnershipVerification   *domainVerification     `json:"ownership_verification"`
	Verification            *domainVerification     `json:"verification"` // deprecated, that of the affiliation
	TotalPendingInvitations int                     `json:"total_pending_invitations"`
	TotalPendingSuggestions int                     `json:"total_pending_suggestions"`
	PublicOrganizationData  *publicOrganizationData `json:"public_organization_data,omitempty"`
}

type domainVerification struct {
	Status     string `json:"status"`
	Strategy   string `json:"strategy"`
	Attempts   *int64 `json:"attempts"`
	ExpireAt   *int64 `json:"expire_at"`
	VerifiedAt *int64 `json:"verified_at"` // of the ownership
}

func (v *domainVerification) isVerified() bool { return v != nil && v.Status == verified }

const (
	manualInvitation    = "manual_invitation"
	automaticInvitation = "automatic_invitation"
	automaticSuggestion = "automatic_suggestion"
)

var enrollmentModes = []string{manualInvitation, automaticInvitation, automaticSuggestion, "enterprise_sso"}

// commonDomain and blockedDomain stand for the providers of mailboxes and of disposable ones that Clerk takes for no organization's.
const (
	commonDomain  = "freemail.example"
	blockedDomain = "throwaway.example"
)

func organizationDomains() kind[organizationDomain] {
	const all = "/organizations/{organization_id}/domains"
	mode := text.in(enrollmentModes...)
	return kind[organizationDomain]{
		object: "organization_domain", plural: "organization_domains", path: all, idParam: "domain_id", prefix: "orgdmn",
		delete: true,
		create: &shape{fields: map[string]rule{"name": text.need(), "enrollment_mode": mode, "verified": flag.orNull()}},
		update: &shape{open: true, fields: map[string]rule{"enrollment_mode": mode.orNull(), "verified": flag.orNull()}},
		actions: []action[organizationDomain]{
			{"POST", "/verify_ownership", noBody, (*call).verifyOwnership, nil},
		},
		more: []operation{
			{pattern: "GET /organization_domains", handle: (*call).listAllOrganizationDomains},
			{pattern: "GET " + all, handle: (*call).listOrganizationDomains},
		},
		enabled: (*call).organizationDomainsEnabled,
		findBy:  (*call).organizationDomain,
		filter:  (*call).organizationDomainFilter,
		orders: []ordering[organizationDomain]{
			{"created_at", nil},
			{"name", func(_ *call, a, b organizationDomain) int { return strings.Compare(a.Name, b.Name) }},
		},
		keys: map[string]func(organizationDomain) []string{
			"organization_id": func(d organizationDomain) []string { return []string{d.OrganizationID} },
			"name":            func(d organizationDomain) []string { return []string{d.Name} },
		},
		rules: (*call).organizationDomainRules,
		show:  (*call).showOrganizationDomain,
	}
}

func (c *call) organizationDomainsEnabled() *failure {
	if f := c.organizationsEnabled(); f != nil || c.organizationSettings.DomainsEnabled {
		return f
	}
	return fail(http.StatusForbidden, "organization_domains_not_enabled", "organization domains not enabled", "This instance does not have domains enabled for organizations.")
}

// showOrganizationDomain counts the users with an address of the domain who are not members: each has an invitation or a suggestion.
func (c *call) showOrganizationDomain(d organizationDomain) organizationDomain {
	d.Verification = d.AffiliationVerification
	total := map[string]*int{automaticInvitation: &d.TotalPendingInvitations, automaticSuggestion: &d.TotalPendingSuggestions}[d.EnrollmentMode]
	if total == nil || !d.AffiliationVerification.isVerified() {
		return d
	}
	for _, u := range c.users.ordered {
		matches := slices.ContainsFunc(u.addresses, func(a address) bool {
			return a.kind == email && a.status == verified && strings.HasSuffix(a.key(), "@"+d.Name)
		})
		if matches && !c.isMember(d.OrganizationID, u.ID) {
			*total++
		}
	}
	return d
}

func (c *call) organizationDomainFilter(q *query) func(organizationDomain) bool {
	isVerified, names, of, part := q.boolean("verified"), q.values("domains"), q.Get("organization_id"), q.Get("query")
	var modes choice
	for _, value := range strings.Split(strings.Join(q.Values["enrollment_mode"], ","), ",") {
		switch mode, excluded := strings.CutPrefix(value, "-"); {
		case value == "":
		case !contains(enrollmentModes, mode):
			q.add(notOneOf("enrollment_mode", enrollmentModes))
		case excluded:
			modes.exclude = append(modes.exclude, mode)
		default:
			modes.include = append(modes.include, mode)
		}
	}
	if q.Has("query") && strings.TrimSpace(part) == "" {
		q.add(invalidValue("query", "must not be blank"))
	}
	return func(d organizationDomain) bool {
		found := part == "" || strings.Contains(d.Name, strings.ToLower(part))
		if strings.HasPrefix(part, "org_") {
			found = d.OrganizationID == part
		}
		return found && modes.admits(d.EnrollmentMode) && (of == "" || d.OrganizationID == of) && (len(names) == 0 || contains(names, d.Name)) &&
			(isVerified == nil || *isVerified == d.AffiliationVerification.isVerified())
	}
}

func (c *call) listAllOrganizationDomains() (any, *failure) {
	return organizationDomains().listOf(c, func(organizationDomain) bool { return true }, func(d organizationDomain) organizationDomain {
		d = c.showOrganizationDomain(d)
		d.PublicOrganizationData = c.publicOrganization(d.OrganizationID)
		return d
	})
}

func (c *call) listOrganizationDomains() (any, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	return organizationDomains().listOf(c, func(d organizationDomain) bool { return d.OrganizationID == o.ID }, c.showOrganizationDomain)
}

func (c *call) organizationDomain() (organizationDomain, *failure) {
	o, f := c.organization()
	if f != nil {
		return organizationDomain{}, f
	}
	d, ok := stored[organizationDomain](c).get(c.id("domain_id"))
	if !ok || d.OrganizationID != o.ID {
		return d, notFound("organization domain", c.id("domain_id"))
	}
	return d, nil
}

var domainForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]$`)

func (c *call) organizationDomainRules(old organizationDomain, d *organizationDomain) *failure {
	p := c.params
	if old.ID == "" {
		o, f := c.organization()
		if f != nil {
			return f
		}
		if d.OrganizationID, d.Name = o.ID, strings.ToLower(d.Name); !domainForm.MatchString(d.Name) {
			return invalidFormat("name", "must be a valid domain name")
		}
		switch d.Name {
		case commonDomain:
			return wrong("name", "organization_domain_common", "common email domain", "This is a common email provider domain. Please use a different one.")
		case blockedDomain:
			return wrong("name", "organization_domain_blocked", "blocked email domain", "This is a blocked email provider domain. Please use a different one.")
		}
		if d.EnrollmentMode == "" && c.assume.yes("organization_domain_needs_mode") {
			return missing("enrollment_mode")
		} else if d.EnrollmentMode == "" {
			d.EnrollmentMode = manualInvitation
		}
		if has := len(stored[organizationDomain](c).lookup("organization_id", o.ID)); int64(has) >= c.organizationSettings.MaxAllowedDomains {
			return fail(http.StatusForbidden, c.assume["organization_domain_quota_code"], "organization domains quota exceeded",
				"You have reached your limit of domains per organization.")
		}
	}
	if automatic := strings.HasPrefix(d.EnrollmentMode, "automatic_"); automatic && d.EnrollmentMode != old.EnrollmentMode && !contains(c.organizationSettings.DomainsEnrollmentModes, d.EnrollmentMode) {
		return fail(http.StatusForbidden, "organization_domain_enrollment_mode_not_enabled", "organization enrollment mode not enabled",
			"Enrollment mode "+d.EnrollmentMode+" is not enabled for this instances's organizations.")
	}
	switch {
	case old.ID == "" && !p.has("verified") || p.flag("verified"):
		if !d.AffiliationVerification.isVerified() {
			d.AffiliationVerification = &domainVerification{Status: verified, Strategy: "admin"}
		}
	case p.has("verified") && c.assume["unverified_domain"] == unverified:
		d.AffiliationVerification = &domainVerification{Status: unverified, Strategy: "admin"}
	case p.has("verified"):
		d.AffiliationVerification = nil
	}
	return c.organizationDomainTaken(*d)
}

// organizationDomainTaken refuses a name that another domain has.
func (c *call) organizationDomainTaken(d organizationDomain) *failure {
	for _, other := range stored[organizationDomain](c).lookup("name", d.Name) {
		conflict := other.OrganizationID == d.OrganizationID
		switch c.assume["organization_domains_unique"] {
		case "verified":
			conflict = conflict || other.AffiliationVerification.isVerified() && d.AffiliationVerification.isVerified()
		case "instance":
			conflict = true
		}
		if conflict && other.ID != d.ID {
			return wrong("name", c.assume["organization_domain_taken"], "organization domain already exists", "This domain is already used by another organization.")
		}
	}
	return nil
}

func (c *call) verifyOwnership(d *organizationDomain) *failure {
	if !d.OwnershipVerification.isVerified() && !c.ignores("ownership_verified") {
		d.OwnershipVerification = &domainVerification{Status: verified, Strategy: "manual_override", VerifiedAt: new(millis(c.now))}
	}
	return nil
}
