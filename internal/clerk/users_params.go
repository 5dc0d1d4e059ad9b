package clerk

import (
	"encoding/json"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Account are the fields that POST /users and PATCH /users/{user_id} share. Null
// clears.
type Account struct {
	ExternalID                rest.Optional[string] `json:"external_id,omitzero"`
	FirstName                 rest.Optional[string] `json:"first_name,omitzero"`
	LastName                  rest.Optional[string] `json:"last_name,omitzero"`
	Locale                    rest.Optional[string] `json:"locale,omitzero"`
	Username                  rest.Optional[string] `json:"username,omitzero"`
	Password                  rest.Optional[string] `json:"password,omitzero"`
	PasswordDigest            rest.Optional[string] `json:"password_digest,omitzero"`
	PasswordHasher            rest.Optional[string] `json:"password_hasher,omitzero"`
	SkipPasswordChecks        rest.Optional[bool]   `json:"skip_password_checks,omitzero"`
	TOTPSecret                rest.Optional[string] `json:"totp_secret,omitzero"`
	BackupCodes               []string              `json:"backup_codes,omitempty"`
	DeleteSelfEnabled         rest.Optional[bool]   `json:"delete_self_enabled,omitzero"`
	CreateOrganizationEnabled rest.Optional[bool]   `json:"create_organization_enabled,omitzero"`
	CreateOrganizationsLimit  rest.Optional[int64]  `json:"create_organizations_limit,omitzero"`
	LegalAcceptedAt           rest.Optional[string] `json:"legal_accepted_at,omitzero"` // RFC 3339
	SkipLegalChecks           rest.Optional[bool]   `json:"skip_legal_checks,omitzero"`
	BypassClientTrust         rest.Optional[bool]   `json:"bypass_client_trust,omitzero"`
	CreatedAt                 rest.Optional[string] `json:"created_at,omitzero"` // RFC 3339
}

// CreateUserParams are the fields of POST /users. The first address, number and
// wallet of each list becomes the primary one.
type CreateUserParams struct {
	Account
	EmailAddresses          []string            `json:"email_address,omitempty"`
	EmailAddressStatuses    []string            `json:"email_address_identification_status,omitempty"` // "verified" or "reserved", one for each
	PhoneNumbers            []string            `json:"phone_number,omitempty"`
	PhoneNumberStatuses     []string            `json:"phone_number_identification_status,omitempty"`
	Web3Wallets             []string            `json:"web3_wallet,omitempty"`
	PublicMetadata          json.RawMessage     `json:"public_metadata,omitempty"`
	PrivateMetadata         json.RawMessage     `json:"private_metadata,omitempty"`
	UnsafeMetadata          json.RawMessage     `json:"unsafe_metadata,omitempty"`
	Banned                  rest.Optional[bool] `json:"banned,omitzero"`
	Locked                  rest.Optional[bool] `json:"locked,omitzero"`
	SkipPasswordRequirement rest.Optional[bool] `json:"skip_password_requirement,omitzero"`
}

// UpdateUserParams are the fields of PATCH /users/{user_id}. Null clears.
type UpdateUserParams struct {
	Account
	PrimaryEmailAddressID            rest.Optional[string] `json:"primary_email_address_id,omitzero"`
	PrimaryPhoneNumberID             rest.Optional[string] `json:"primary_phone_number_id,omitzero"`
	PrimaryWeb3WalletID              rest.Optional[string] `json:"primary_web3_wallet_id,omitzero"`
	NotifyPrimaryEmailAddressChanged rest.Optional[bool]   `json:"notify_primary_email_address_changed,omitzero"`
	SignOutOfOtherSessions           rest.Optional[bool]   `json:"sign_out_of_other_sessions,omitzero"`
}

// Metadata are the fields of a user's metadata that a request mentions, each a
// JSON object; an empty one is not sent.
type Metadata struct {
	Public  json.RawMessage `json:"public_metadata,omitempty"`
	Private json.RawMessage `json:"private_metadata,omitempty"`
	Unsafe  json.RawMessage `json:"unsafe_metadata,omitempty"`
}

// IsZero reports whether there is nothing to send.
func (m Metadata) IsZero() bool { return m.Public == nil && m.Private == nil && m.Unsafe == nil }
