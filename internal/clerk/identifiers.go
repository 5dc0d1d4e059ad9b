package clerk

import (
	"context"
	"net/http"
)

// Verification is how an address or a number was verified.
type Verification struct {
	Status   string `json:"status"`
	Strategy string `json:"strategy"` // "admin" for those that this API made
}

// EmailAddress is an email address of a user. The API does not say whose it is,
// nor whether it is the primary one: the user does.
type EmailAddress struct {
	Answered
	ID           string        `json:"id"`
	EmailAddress string        `json:"email_address"`
	Reserved     bool          `json:"reserved"`
	Verification *Verification `json:"verification"` // nil: not verified
	CreatedAt    int64         `json:"created_at"`   // Unix milliseconds
	UpdatedAt    int64         `json:"updated_at"`
}

// PhoneNumber is a phone number of a user, in E.164 form.
type PhoneNumber struct {
	Answered
	ID                      string        `json:"id"`
	PhoneNumber             string        `json:"phone_number"`
	ReservedForSecondFactor bool          `json:"reserved_for_second_factor,omitempty"`
	DefaultSecondFactor     bool          `json:"default_second_factor,omitempty"`
	Reserved                bool          `json:"reserved"`
	Verification            *Verification `json:"verification"` // nil: not verified
	CreatedAt               int64         `json:"created_at"`   // Unix milliseconds
	UpdatedAt               int64         `json:"updated_at"`
}

// CreateEmailAddressParams are the fields of POST /email_addresses.
type CreateEmailAddressParams struct {
	UserID       string         `json:"user_id"`
	EmailAddress string         `json:"email_address"`
	Verified     Optional[bool] `json:"verified,omitzero"`
	Primary      Optional[bool] `json:"primary,omitzero"`
	// NotifyPrimaryEmailAddressChanged tells the address that was primary before.
	NotifyPrimaryEmailAddressChanged Optional[bool] `json:"notify_primary_email_address_changed,omitzero"`
}

// CreatePhoneNumberParams are the fields of POST /phone_numbers.
type CreatePhoneNumberParams struct {
	UserID                  string         `json:"user_id"`
	PhoneNumber             string         `json:"phone_number"`
	Verified                Optional[bool] `json:"verified,omitzero"`
	Primary                 Optional[bool] `json:"primary,omitzero"`
	ReservedForSecondFactor Optional[bool] `json:"reserved_for_second_factor,omitzero"`
}

// UpdateIdentifierParams are the fields of PATCH /email_addresses/{id} and
// PATCH /phone_numbers/{id}; the last two are for phone numbers and for email
// addresses only.
type UpdateIdentifierParams struct {
	Verified                         Optional[bool] `json:"verified,omitzero"`
	Primary                          Optional[bool] `json:"primary,omitzero"`
	ReservedForSecondFactor          Optional[bool] `json:"reserved_for_second_factor,omitzero"`
	NotifyPrimaryEmailAddressChanged Optional[bool] `json:"notify_primary_email_address_changed,omitzero"`
}

// EmailAddresses is the area /email_addresses.
type EmailAddresses struct {
	t     *transport
	users *Users
	owner *bulk[User]
}

func newEmailAddresses(users *Users, bulkReads bool) *EmailAddresses {
	e := &EmailAddresses{t: users.t, users: users}
	e.owner = users.owner(ByEmailAddress, !bulkReads, "/email_addresses/", func(ctx context.Context, id string) (string, error) {
		a, err := e.Get(ctx, id)
		if err != nil {
			return "", err
		}
		return a.EmailAddress, nil
	}, func(u *User) []string { return each(u.EmailAddresses, func(a EmailAddress) string { return a.ID }) })
	return e
}

// Get is GET /email_addresses/{email_address_id}.
func (e *EmailAddresses) Get(ctx context.Context, id string) (*EmailAddress, error) {
	return byID(ctx, e.t, "email_addresses", id, func(a *EmailAddress) string { return a.ID })
}

// Owner is the user who has the email address with the id: GET /email_addresses/{id},
// and GET /users for its value, which those share that come together. It is ErrNoOwner
// if no list shows who that is.
func (e *EmailAddresses) Owner(ctx context.Context, id string) (*User, error) {
	return e.owner.get(ctx, id)
}

// Create is POST /email_addresses. The address is looked for in its user when the
// answer is lost. A lost answer that this does not make up for is a *Lost error,
// and what is somebody else's a *Conflict.
func (e *EmailAddresses) Create(ctx context.Context, p CreateEmailAddressParams) (*EmailAddress, error) {
	e.users.wrote(p.UserID)
	return identification[EmailAddress]{
		user: p.UserID,
		key:  sentKey{ByEmailAddress, []string{p.EmailAddress}},
		call: call{method: http.MethodPost, path: []string{"email_addresses"}, body: p},
		id:   func(a *EmailAddress) string { return a.ID },
		all:  func(u *User) []EmailAddress { return u.EmailAddresses },
		is:   func(a *EmailAddress) bool { return spelling(a.EmailAddress) == spelling(p.EmailAddress) },
		compare: func(u *User, a *EmailAddress, d *differences) int64 {
			d.note("verification", asAsked(p.Verified, a.Verification))
			d.note("primary", primaryAsAsked(p.Primary, u.PrimaryEmailAddressID, a.ID))
			return a.CreatedAt
		},
	}.in(e.users).create(ctx)
}

// Update is PATCH /email_addresses/{email_address_id}.
func (e *EmailAddresses) Update(ctx context.Context, id string, p UpdateIdentifierParams) (*EmailAddress, error) {
	e.users.wroteIdentifier(id)
	return one[EmailAddress](ctx, e.t, call{method: http.MethodPatch, path: []string{"email_addresses", id}, body: p})
}

// Delete is DELETE /email_addresses/{email_address_id}.
func (e *EmailAddresses) Delete(ctx context.Context, id string) error {
	e.users.wroteIdentifier(id)
	return e.t.do(ctx, call{method: http.MethodDelete, path: []string{"email_addresses", id}}, nil)
}

// PhoneNumbers is the area /phone_numbers.
type PhoneNumbers struct {
	t     *transport
	users *Users
	owner *bulk[User]
}

func newPhoneNumbers(users *Users, bulkReads bool) *PhoneNumbers {
	p := &PhoneNumbers{t: users.t, users: users}
	p.owner = users.owner(ByPhoneNumber, !bulkReads, "/phone_numbers/", func(ctx context.Context, id string) (string, error) {
		a, err := p.Get(ctx, id)
		if err != nil {
			return "", err
		}
		return a.PhoneNumber, nil
	}, func(u *User) []string { return each(u.PhoneNumbers, func(a PhoneNumber) string { return a.ID }) })
	return p
}

// Get is GET /phone_numbers/{phone_number_id}.
func (p *PhoneNumbers) Get(ctx context.Context, id string) (*PhoneNumber, error) {
	return byID(ctx, p.t, "phone_numbers", id, func(n *PhoneNumber) string { return n.ID })
}

// Owner is the user who has the phone number with the id: GET /phone_numbers/{id},
// and GET /users for its value, which those share that come together. It is ErrNoOwner
// if no list shows who that is.
func (p *PhoneNumbers) Owner(ctx context.Context, id string) (*User, error) {
	return p.owner.get(ctx, id)
}

// Create is POST /phone_numbers. The number is looked for in its user when the
// answer is lost. A lost answer that this does not make up for is a *Lost error,
// and what is somebody else's a *Conflict.
func (p *PhoneNumbers) Create(ctx context.Context, params CreatePhoneNumberParams) (*PhoneNumber, error) {
	p.users.wrote(params.UserID)
	return identification[PhoneNumber]{
		user: params.UserID,
		key:  sentKey{ByPhoneNumber, []string{params.PhoneNumber}},
		call: call{method: http.MethodPost, path: []string{"phone_numbers"}, body: params},
		id:   func(n *PhoneNumber) string { return n.ID },
		all:  func(u *User) []PhoneNumber { return u.PhoneNumbers },
		is:   func(n *PhoneNumber) bool { return digits(n.PhoneNumber) == digits(params.PhoneNumber) },
		compare: func(u *User, n *PhoneNumber, d *differences) int64 {
			d.note("verification", asAsked(params.Verified, n.Verification))
			d.note("primary", primaryAsAsked(params.Primary, u.PrimaryPhoneNumberID, n.ID))
			d.note("reserved_for_second_factor", !params.ReservedForSecondFactor.set || params.ReservedForSecondFactor.value != nil && *params.ReservedForSecondFactor.value == n.ReservedForSecondFactor)
			return n.CreatedAt
		},
	}.in(p.users).create(ctx)
}

// Update is PATCH /phone_numbers/{phone_number_id}.
func (p *PhoneNumbers) Update(ctx context.Context, id string, params UpdateIdentifierParams) (*PhoneNumber, error) {
	p.users.wroteIdentifier(id)
	return one[PhoneNumber](ctx, p.t, call{method: http.MethodPatch, path: []string{"phone_numbers", id}, body: params})
}

// Delete is DELETE /phone_numbers/{phone_number_id}.
func (p *PhoneNumbers) Delete(ctx context.Context, id string) error {
	p.users.wroteIdentifier(id)
	return p.t.do(ctx, call{method: http.MethodDelete, path: []string{"phone_numbers", id}}, nil)
}
