package clerksim

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
)

// addressKind tells apart what Clerk calls identifications: what a user can
// be reached or found by, each with an id of its own.
type addressKind int

const (
	email addressKind = iota
	phone
	wallet
)

// names are the API's names of the kinds, as fields and as objects.
var addressNames = [3]string{"email_address", "phone_number", "web3_wallet"}

func (k addressKind) String() string { return addressNames[k] }

// Statuses of an address. A reserved one is unverified, but can be signed in
// with and be held by no other user.
const (
	verified   = "verified"
	reserved   = "reserved"
	unverified = "unverified"
)

type address struct {
	id                   string
	kind                 addressKind
	value                string
	status               string
	strategy             string // how it was verified: admin, or what was seeded
	linkedTo             []link
	secondFactor         bool // of a phone number
	defaultFactor        bool
	createdAt, updatedAt int64
}

// link is an external account that an address came from.
type link struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

// key is what an address is unique and found by.
func (a address) key() string { return strings.ToLower(a.value) }

type verificationView struct {
	Object   string `json:"object"`
	Status   string `json:"status"`
	Strategy string `json:"strategy"`
	Attempts *int64 `json:"attempts"`
	ExpireAt *int64 `json:"expire_at"`
}

// verificationObjects names the kind of verification of each strategy.
var verificationObjects = map[string]string{
	"admin": "verification_admin", "ticket": "verification_ticket", "saml": "verification_saml",
	"email_link": "verification_email_link", "scim": "verification_scim",
	"email_code": "verification_otp", "phone_code": "verification_otp", "reset_password_email_code": "verification_otp",
}

func (a address) verification() *verificationView {
	if a.status != verified {
		return nil
	}
	object, known := verificationObjects[a.strategy]
	switch {
	case known:
	case a.kind == wallet:
		object = "verification_web3"
	default:
		object = "verification_from_oauth"
	}
	return &verificationView{Object: object, Status: verified, Strategy: a.strategy}
}

func (a address) links() []link { return append([]link{}, a.linkedTo...) }

type emailView struct {
	ID                   string            `json:"id"`
	Object               string            `json:"object"`
	EmailAddress         string            `json:"email_address"`
	Reserved             bool              `json:"reserved"`
	Verification         *verificationView `json:"verification"`
	LinkedTo             []link            `json:"linked_to"`
	MatchesSSOConnection bool              `json:"matches_sso_connection"`
	CreatedAt            int64             `json:"created_at"`
	UpdatedAt            int64             `json:"updated_at"`
}

func (a address) emailView() emailView {
	return emailView{ID: a.id, Object: "email_address", EmailAddress: a.value, Reserved: a.status == reserved,
		Verification: a.verification(), LinkedTo: a.links(), CreatedAt: a.createdAt, UpdatedAt: a.updatedAt}
}

type phoneView struct {
	ID                      string            `json:"id"`
	Object                  string            `json:"object"`
	PhoneNumber             string            `json:"phone_number"`
	ReservedForSecondFactor bool              `json:"reserved_for_second_factor"`
	DefaultSecondFactor     bool              `json:"default_second_factor"`
	Reserved                bool              `json:"reserved"`
	Verification            *verificationView `json:"verification"`
	LinkedTo                []link            `json:"linked_to"`
	BackupCodes             []string          `json:"backup_codes"`
	CreatedAt               int64             `json:"created_at"`
	UpdatedAt               int64             `json:"updated_at"`
}

func (a address) phoneView() phoneView {
	return phoneView{ID: a.id, Object: "phone_number", PhoneNumber: a.value, Reserved: a.status == reserved,
		ReservedForSecondFactor: a.secondFactor, DefaultSecondFactor: a.defaultFactor,
		Verification: a.verification(), LinkedTo: a.links(), CreatedAt: a.createdAt, UpdatedAt: a.updatedAt}
}

type walletView struct {
	ID           string            `json:"id"`
	Object       string            `json:"object"`
	Web3Wallet   string            `json:"web3_wallet"`
	Verification *verificationView `json:"verification"`
	CreatedAt    int64             `json:"created_at"`
	UpdatedAt    int64             `json:"updated_at"`
}

func (a address) walletView() walletView {
	return walletView{ID: a.id, Object: "web3_wallet", Web3Wallet: a.value, Verification: a.verification(), CreatedAt: a.createdAt, UpdatedAt: a.updatedAt}
}

func (u *user) keys(kind addressKind) []string {
	var out []string
	for _, a := range u.addresses {
		if a.kind == kind {
			out = append(out, a.key())
		}
	}
	return out
}

func (u *user) emailKeys() []string  { return u.keys(email) }
func (u *user) phoneKeys() []string  { return u.keys(phone) }
func (u *user) walletKeys() []string { return u.keys(wallet) }

func (u *user) identificationIDs() []string {
	return each(u.addresses, func(a address) string { return a.id })
}

// find gives the user's address with an id, to read or, in a copy made by
// edit, to change.
func (u *user) find(id string) *address {
	if i := slices.IndexFunc(u.addresses, func(a address) bool { return a.id == id }); i >= 0 && id != "" {
		return &u.addresses[i]
	}
	return nil
}

// drop removes an address. A primary one is followed by the oldest verified
// address of its kind, or by none.
func (c *call) drop(u *user, id string) {
	gone := *u.find(id)
	u.addresses = slices.DeleteFunc(u.addresses, func(a address) bool { return a.id == id })
	if gone.defaultFactor {
		for i := range u.addresses {
			if u.addresses[i].secondFactor {
				u.addresses[i].defaultFactor = true
				break
			}
		}
	}
	if u.primary[gone.kind] != id {
		return
	}
	u.primary[gone.kind] = ""
	if c.assume["primary_promotion"] == "none" {
		return
	}
	for _, a := range u.addresses {
		if a.kind == gone.kind && a.status == verified {
			u.primary[gone.kind] = a.id
			return
		}
	}
}

// addAddress puts a new address at the end. The first of its kind is primary.
func (c *call) addAddress(u *user, kind addressKind, value, status string) *address {
	a := address{id: newID("idn", c.now), kind: kind, value: value, status: status, createdAt: millis(c.now), updatedAt: millis(c.now)}
	if status == verified {
		a.strategy = "admin"
	}
	first := !slices.ContainsFunc(u.addresses, func(b address) bool { return b.kind == kind })
	u.addresses = append(u.addresses, a)
	if first {
		u.primary[kind] = a.id
	}
	return &u.addresses[len(u.addresses)-1]
}

var (
	e164        = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	punctuation = strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "")
)

// normal checks an address, and gives it the form in which it is stored.
func (c *call) normal(kind addressKind, value string) (string, *failure) {
	param := kind.String()
	value = strings.TrimSpace(value)
	switch kind {
	case email:
		parsed, err := mail.ParseAddress(value)
		if err != nil || parsed.Address != value || !strings.Contains(value[strings.LastIndex(value, "@"):], ".") {
			return "", invalidFormat(param, "must be a valid email address")
		}
		if c.assume["email_case"] == "folded" {
			value = strings.ToLower(value)
		}
	case phone:
		if c.assume["phone_punctuation"] == "dropped" {
			value = punctuation.Replace(value)
		}
		if !e164.MatchString(value) {
			return "", invalidFormat(param, "must be a valid phone number according to E.164 international standard")
		}
	case wallet:
		if value == "" || strings.ContainsAny(value, " \t\n") {
			return "", invalidFormat(param, "must be a valid web3 wallet address")
		}
	}
	return value, nil
}
