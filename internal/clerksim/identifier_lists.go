package clerksim

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// listedIdentifier is an entry of the allowlist or of the blocklist: an address, or all
// addresses of a domain.
type listedIdentifier struct {
	head
	Identifier     string `json:"identifier"`
	IdentifierType string `json:"identifier_type"`
	InstanceID     string `json:"instance_id"`
}

func (l listedIdentifier) identifiers() []string { return []string{l.Identifier} }

type allowedIdentifier struct {
	listedIdentifier
	InvitationID string `json:"invitation_id,omitempty"`
}

type blockedIdentifier struct{ listedIdentifier }

const noIdentifier = "No identifier was found with id "

func allowlist() kind[allowedIdentifier] {
	return kind[allowedIdentifier]{
		object: "allowlist_identifier", plural: "allowlist_identifiers", idParam: "identifier_id", prefix: "alid", absent: noIdentifier,
		list: true, bare: true, delete: true,
		create:  &shape{fields: map[string]rule{"identifier": text.need(), "notify": flag}},
		enabled: (*call).restrictionsSupported,
		keys:    map[string]func(allowedIdentifier) []string{"identifier": func(a allowedIdentifier) []string { return a.identifiers() }},
		rules: func(c *call, _ allowedIdentifier, a *allowedIdentifier) *failure {
			if f := c.listedRules(&a.listedIdentifier); f != nil {
				return f
			}
			if len(stored[allowedIdentifier](c).lookup("identifier", a.Identifier)) > 0 {
				return isListed("allowlist", a.Identifier)
			}
			return c.inviteListed(a)
		},
	}
}

func blocklist() kind[blockedIdentifier] {
	return kind[blockedIdentifier]{
		object: "blocklist_identifier", plural: "blocklist_identifiers", idParam: "identifier_id", prefix: "blid", absent: noIdentifier,
		list: true, unpaged: true, delete: true,
		create:  &shape{fields: map[string]rule{"identifier": text.need()}},
		enabled: (*call).restrictionsSupported,
		keys:    map[string]func(blockedIdentifier) []string{"identifier": func(b blockedIdentifier) []string { return b.identifiers() }},
		rules: func(c *call, _ blockedIdentifier, b *blockedIdentifier) *failure {
			if f := c.listedRules(&b.listedIdentifier); f != nil {
				return f
			}
			if len(stored[blockedIdentifier](c).lookup("identifier", b.Identifier)) > 0 {
				return isListed("blocklist", b.Identifier)
			}
			return nil
		},
	}
}

func (c *call) restrictionsSupported() *failure {
	if !c.switches["restrictions"] {
		return unsupportedPlan("restrictions")
	}
	return nil
}

func isListed(list, identifier string) *failure {
	return fail(http.StatusBadRequest, "duplicate_record", "duplicate "+list+" identifier", "the identifier "+identifier+" already exists")
}

var (
	// wildcard are all addresses of a domain, or of all domains below it.
	wildcard     = regexp.MustCompile(`^\*@(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+$`)
	bareDomain   = regexp.MustCompile(`^([a-z0-9-]+\.)+[a-z0-9-]+$`)
	walletNumber = regexp.MustCompile(`^0x[0-9a-f]{40}$`)
)

// listedRules gives an entry its type, and its identifier the form in which lists have it: in lower case.
func (c *call) listedRules(l *listedIdentifier) *failure {
	kind, value, f := email, strings.ToLower(strings.TrimSpace(l.Identifier)), (*failure)(nil)
	switch {
	case wildcard.MatchString(value), bareDomain.MatchString(value) && c.assume["listed_domains"] == "accepted":
	case walletNumber.MatchString(value):
		kind = wallet
	case strings.Contains(value, "@"):
		value, f = c.normal(email, value)
	default:
		kind = phone
		value, f = c.normal(phone, value)
	}
	if f != nil {
		return invalidFormat("identifier", "must be either a valid email address, a valid phone number according to E.164 international standard or a valid web3 wallet")
	}
	l.Identifier, l.IdentifierType, l.InstanceID = value, kind.String(), c.instanceID
	return nil
}

// inviteListed invites who was allowed, if the body asks for it. A phone number gets a message, and wildcards and wallets
// cannot be notified.
func (c *call) inviteListed(a *allowedIdentifier) *failure {
	if !c.params.flag("notify") || a.IdentifierType == phone.String() {
		return nil
	}
	if a.IdentifierType == wallet.String() || strings.HasPrefix(a.Identifier, "*") {
		if c.assume["notify_wildcard"] == "refused" {
			return invalidValue("notify", "is not available for wildcards and web3 wallets")
		}
		return nil
	}
	pending := slices.DeleteFunc(stored[invitation](c).lookup("email_address", a.Identifier), func(i invitation) bool { return c.showInvitation(i).Status != "pending" })
	if len(pending) > 0 && c.assume["notify_invited"] == "nothing" {
		return nil
	}
	i := invitations().begin(c)
	i.EmailAddress, i.URL, i.ExpiresAt = a.Identifier, c.ticketURL(i.ID), c.expiry()
	stored[invitation](c).store(c.now, i)
	a.InvitationID = i.ID
	return nil
}

// barred refuses an address with which nobody can sign up because of the restrictions, as far as they count here: "none" of
// them, the "blocklist", or "both" lists.
func (c *call) barred(kind addressKind, value, counting string) *failure {
	value = strings.ToLower(value)
	allowed, blocked, whole := stored[allowedIdentifier](c).ordered, stored[blockedIdentifier](c).ordered, value
	if kind == email {
		whole = withoutSubaddress(value)
	}
	switch r := c.restrictions; {
	case counting == "none", r.Allowlist && onList(allowed, value): // the allowlist takes precedence
		return nil
	case r.Allowlist && counting == "both":
	case r.Blocklist && (onList(blocked, value) || onList(blocked, whole)):
	case r.BlockEmailSubaddresses && whole != value && !c.testAddress(value):
	case r.BlockDisposableEmailDomains && kind == email && strings.HasSuffix(value, "@"+blockedDomain):
	default:
		return nil
	}
	return fail(http.StatusForbidden, "not_allowed_access", "Access not allowed", value+" is not allowed to access this application.").about(kind.String())
}

// testAddress reports whether an email address is one that test mode has for tests.
func (c *call) testAddress(value string) bool {
	local, _, _ := strings.Cut(value, "@")
	return c.settings.TestMode && c.assume["test_addresses"] == "pass" && strings.HasSuffix(local, "+clerk_test")
}

// onList reports whether a list has a value, or the addresses of its domain.
func onList[T interface{ identifiers() []string }](list []T, value string) bool {
	_, domain, _ := strings.Cut(value, "@")
	return slices.ContainsFunc(list, func(l T) bool {
		listed := l.identifiers()[0]
		below, all := strings.CutPrefix(listed, "*@*.")
		return listed == value || domain != "" && (listed == "*@"+domain || listed == domain || all && strings.HasSuffix(domain, "."+below))
	})
}

// withoutSubaddress is an email address without what follows +, # or = in its local part.
func withoutSubaddress(value string) string {
	local, domain, _ := strings.Cut(value, "@")
	if i := strings.IndexAny(local, "+#="); i >= 0 {
		return local[:i] + "@" + domain
	}
	return value
}
