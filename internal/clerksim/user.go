package clerksim

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// user is one version of a user.
type user struct {
	head
	externalID, firstName, lastName, locale, username *string

	addresses []address // oldest first
	primary   [3]string // ids, by addressKind
	accounts  []externalAccount

	password    password
	compromised bool
	totpSecret  string
	backupCodes []string // plain, or bcrypt digests

	mfaEnabledAt, mfaDisabledAt, passwordUpdatedAt *int64

	metadata [3]json.RawMessage // by metadataField

	deleteSelf, createOrganization bool
	createOrganizationsLimit       *int64
	legalAcceptedAt                *int64
	bypassClientTrust              bool

	banned      bool
	lockedUntil int64  // Unix ms; 0 if not locked
	imageID     string // "" if there is none

	lastSignInAt, lastActiveAt *int64
}

// lockoutPeriod is Clerk's default.
const lockoutPeriod = time.Hour

// verificationAttempts is how many wrong attempts lock a user, by default.
const verificationAttempts = 10

// edit copies a user, so that the copy can be changed and saved.
func (u *user) edit() *user {
	next := *u
	next.addresses = slices.Clone(u.addresses)
	next.accounts = slices.Clone(u.accounts)
	next.backupCodes = slices.Clone(u.backupCodes)
	return &next
}

func (u *user) locked(now time.Time) bool { return u.lockedUntil > millis(now) }

func (u *user) twoFactor() bool {
	return u.totpSecret != "" || slices.ContainsFunc(u.addresses, func(a address) bool { return a.secondFactor })
}

func (u *user) fullName() string {
	return strings.TrimSpace(text0(u.firstName) + " " + text0(u.lastName))
}

// identifier is how Clerk calls a user in lists of members.
func (u *user) identifier() *string {
	if a := u.find(u.primary[email]); a != nil {
		return &a.value
	}
	if a := u.find(u.primary[phone]); a != nil {
		return &a.value
	}
	return u.username
}

// userView is a user as the API shows it.
type userView struct {
	ID                            string                `json:"id"`
	Object                        string                `json:"object"`
	ExternalID                    *string               `json:"external_id"`
	PrimaryEmailAddressID         *string               `json:"primary_email_address_id"`
	PrimaryPhoneNumberID          *string               `json:"primary_phone_number_id"`
	PrimaryWeb3WalletID           *string               `json:"primary_web3_wallet_id"`
	Username                      *string               `json:"username"`
	FirstName                     *string               `json:"first_name"`
	LastName                      *string               `json:"last_name"`
	Locale                        *string               `json:"locale"`
	ProfileImageURL               string                `json:"profile_image_url"`
	ImageURL                      string                `json:"image_url"`
	HasImage                      bool                  `json:"has_image"`
	PublicMetadata                json.RawMessage       `json:"public_metadata"`
	PrivateMetadata               json.RawMessage       `json:"private_metadata"`
	UnsafeMetadata                json.RawMessage       `json:"unsafe_metadata"`
	EmailAddresses                []emailView           `json:"email_addresses"`
	PhoneNumbers                  []phoneView           `json:"phone_numbers"`
	Web3Wallets                   []walletView          `json:"web3_wallets"`
	Passkeys                      []struct{}            `json:"passkeys"`
	ExternalAccounts              []externalAccountView `json:"external_accounts"`
	SAMLAccounts                  []struct{}            `json:"saml_accounts"`
	EnterpriseAccounts            []struct{}            `json:"enterprise_accounts"`
	PasswordEnabled               bool                  `json:"password_enabled"`
	PasswordLastUpdatedAt         *int64                `json:"password_last_updated_at"`
	TwoFactorEnabled              bool                  `json:"two_factor_enabled"`
	TOTPEnabled                   bool                  `json:"totp_enabled"`
	BackupCodeEnabled             bool                  `json:"backup_code_enabled"`
	MFAEnabledAt                  *int64                `json:"mfa_enabled_at"`
	MFADisabledAt                 *int64                `json:"mfa_disabled_at"`
	LastSignInAt                  *int64                `json:"last_sign_in_at"`
	LastActiveAt                  *int64                `json:"last_active_at"`
	Banned                        bool                  `json:"banned"`
	Locked                        bool                  `json:"locked"`
	Deprovisioned                 bool                  `json:"deprovisioned"`
	LockoutExpiresInSeconds       *int64                `json:"lockout_expires_in_seconds"`
	VerificationAttemptsRemaining *int64                `json:"verification_attempts_remaining"`
	DeleteSelfEnabled             bool                  `json:"delete_self_enabled"`
	CreateOrganizationEnabled     bool                  `json:"create_organization_enabled"`
	CreateOrganizationsLimit      *int64                `json:"create_organizations_limit"`
	LegalAcceptedAt               *int64                `json:"legal_accepted_at"`
	BypassClientTrust             bool                  `json:"bypass_client_trust"`
	CreatedAt                     int64                 `json:"created_at"`
	UpdatedAt                     int64                 `json:"updated_at"`
}

// showUser gives the API's view of a user at this time.
func (s *Server) showUser(u *user, now time.Time) userView {
	v := userView{
		ID: u.ID, Object: "user", ExternalID: u.externalID,
		PrimaryEmailAddressID: pointer(u.primary[email]), PrimaryPhoneNumberID: pointer(u.primary[phone]), PrimaryWeb3WalletID: pointer(u.primary[wallet]),
		Username: u.username, FirstName: u.firstName, LastName: u.lastName, Locale: u.locale,
		ImageURL: s.userImageURL(u), HasImage: u.imageID != "",
		PublicMetadata: u.metadata[publicMetadata], PrivateMetadata: u.metadata[privateMetadata], UnsafeMetadata: u.metadata[unsafeMetadata],
		EmailAddresses: []emailView{}, PhoneNumbers: []phoneView{}, Web3Wallets: []walletView{},
		Passkeys: []struct{}{}, SAMLAccounts: []struct{}{}, EnterpriseAccounts: []struct{}{},
		ExternalAccounts: each(u.accounts, externalAccount.view),
		PasswordEnabled:  u.password.digest != "", PasswordLastUpdatedAt: u.passwordUpdatedAt,
		TwoFactorEnabled: u.twoFactor(), TOTPEnabled: u.totpSecret != "", BackupCodeEnabled: len(u.backupCodes) > 0,
		MFAEnabledAt: u.mfaEnabledAt, MFADisabledAt: u.mfaDisabledAt,
		LastSignInAt: u.lastSignInAt, LastActiveAt: u.lastActiveAt,
		Banned: u.banned, Locked: u.locked(now),
		DeleteSelfEnabled: u.deleteSelf, CreateOrganizationEnabled: u.createOrganization, CreateOrganizationsLimit: u.createOrganizationsLimit,
		LegalAcceptedAt: u.legalAcceptedAt, BypassClientTrust: u.bypassClientTrust,
		CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt,
	}
	v.ProfileImageURL = v.ImageURL
	for _, a := range u.addresses {
		switch a.kind {
		case email:
			v.EmailAddresses = append(v.EmailAddresses, a.emailView())
		case phone:
			v.PhoneNumbers = append(v.PhoneNumbers, a.phoneView())
		case wallet:
			v.Web3Wallets = append(v.Web3Wallets, a.walletView())
		}
	}
	if v.Locked {
		left := (u.lockedUntil - millis(now) + 999) / 1000
		v.LockoutExpiresInSeconds = &left
	}
	if s.switches["lockout"] {
		attempts := int64(verificationAttempts)
		v.VerificationAttemptsRemaining = &attempts
	}
	return v
}

func (c *call) showUser(u *user) userView { return c.Server.showUser(u, c.now) }
