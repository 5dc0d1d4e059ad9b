package clerk

import "github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"

// Verification is how an address or a number was verified.
type Verification struct {
	Status   string `json:"status"`
	Strategy string `json:"strategy"` // "admin" if it was verified through this API
}

// EmailAddress is an email address of a user. It does not say which user has it, or whether it is the primary one; the User does.
type EmailAddress struct {
	rest.Answered
	ID           string        `json:"id"`
	EmailAddress string        `json:"email_address"`
	Reserved     bool          `json:"reserved"`
	Verification *Verification `json:"verification"` // nil: not verified
	CreatedAt    int64         `json:"created_at"`   // Unix milliseconds
	UpdatedAt    int64         `json:"updated_at"`
}

func (e EmailAddress) identifierFields() identifierFields {
	return identifierFields{e.ID, e.EmailAddress, e.Reserved, e.Verification, e.CreatedAt}
}

// PhoneNumber is a phone number of a user, in E.164 form.
type PhoneNumber struct {
	rest.Answered
	ID                      string        `json:"id"`
	PhoneNumber             string        `json:"phone_number"`
	ReservedForSecondFactor bool          `json:"reserved_for_second_factor,omitempty"`
	DefaultSecondFactor     bool          `json:"default_second_factor,omitempty"`
	Reserved                bool          `json:"reserved"`
	Verification            *Verification `json:"verification"` // nil: not verified
	CreatedAt               int64         `json:"created_at"`   // Unix milliseconds
	UpdatedAt               int64         `json:"updated_at"`
}

func (n PhoneNumber) identifierFields() identifierFields {
	return identifierFields{n.ID, n.PhoneNumber, n.Reserved, n.Verification, n.CreatedAt}
}

// CreateEmailAddressParams are the fields of POST /email_addresses.
type CreateEmailAddressParams struct {
	UserID       string              `json:"user_id"`
	EmailAddress string              `json:"email_address"`
	Verified     rest.Optional[bool] `json:"verified,omitzero"`
	Primary      rest.Optional[bool] `json:"primary,omitzero"`
	// NotifyPrimaryEmailAddressChanged sends a message to the address that was primary before.
	NotifyPrimaryEmailAddressChanged rest.Optional[bool] `json:"notify_primary_email_address_changed,omitzero"`
}

func (p CreateEmailAddressParams) identifier() sentIdentifier {
	return sentIdentifier{p.UserID, p.EmailAddress, p.Verified, p.Primary}
}

// CreatePhoneNumberParams are the fields of POST /phone_numbers.
type CreatePhoneNumberParams struct {
	UserID                  string              `json:"user_id"`
	PhoneNumber             string              `json:"phone_number"`
	Verified                rest.Optional[bool] `json:"verified,omitzero"`
	Primary                 rest.Optional[bool] `json:"primary,omitzero"`
	ReservedForSecondFactor rest.Optional[bool] `json:"reserved_for_second_factor,omitzero"`
}

func (p CreatePhoneNumberParams) identifier() sentIdentifier {
	return sentIdentifier{p.UserID, p.PhoneNumber, p.Verified, p.Primary}
}

// UpdateIdentifierParams are the fields of PATCH /email_addresses/{id} and
// PATCH /phone_numbers/{id}; the last two are for phone numbers and for email
// addresses only.
type UpdateIdentifierParams struct {
	Verified                         rest.Optional[bool] `json:"verified,omitzero"`
	Primary                          rest.Optional[bool] `json:"primary,omitzero"`
	ReservedForSecondFactor          rest.Optional[bool] `json:"reserved_for_second_factor,omitzero"`
	NotifyPrimaryEmailAddressChanged rest.Optional[bool] `json:"notify_primary_email_address_changed,omitzero"`
}

// EmailAddresses is the area /email_addresses.
type EmailAddresses struct {
	identifierOperations[EmailAddress, CreateEmailAddressParams]
}

func newEmailAddresses(users *Users, bulkReads bool) *EmailAddresses {
	inUser := func(u *User) ([]EmailAddress, *string) { return u.EmailAddresses, u.PrimaryEmailAddressID }
	return &EmailAddresses{newIdentifiers[EmailAddress, CreateEmailAddressParams](users, bulkReads, "email_addresses", ByEmailAddress, inUser)}
}

// PhoneNumbers is the area /phone_numbers.
type PhoneNumbers struct {
	identifierOperations[PhoneNumber, CreatePhoneNumberParams]
}

func newPhoneNumbers(users *Users, bulkReads bool) *PhoneNumbers {
	inUser := func(u *User) ([]PhoneNumber, *string) { return u.PhoneNumbers, u.PrimaryPhoneNumberID }
	return &PhoneNumbers{newIdentifiers[PhoneNumber, CreatePhoneNumberParams](users, bulkReads, "phone_numbers", ByPhoneNumber, inUser)}
}
