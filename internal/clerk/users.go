package clerk

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// User is a user of the instance, as GET /users/{user_id} answers. Times are
// Unix milliseconds; a nil pointer is null. Clerk may leave out what has omitempty.
type User struct {
	rest.Answered
	ID                        string          `json:"id"`
	ExternalID                *string         `json:"external_id"`
	PrimaryEmailAddressID     *string         `json:"primary_email_address_id"`
	PrimaryPhoneNumberID      *string         `json:"primary_phone_number_id"`
	PrimaryWeb3WalletID       *string         `json:"primary_web3_wallet_id"`
	Username                  *string         `json:"username"`
	FirstName                 *string         `json:"first_name"`
	LastName                  *string         `json:"last_name"`
	Locale                    *string         `json:"locale,omitempty"`
	ImageURL                  string          `json:"image_url,omitempty"`
	HasImage                  bool            `json:"has_image"`
	PublicMetadata            json.RawMessage `json:"public_metadata"`
	PrivateMetadata           json.RawMessage `json:"private_metadata,omitempty"`
	UnsafeMetadata            json.RawMessage `json:"unsafe_metadata,omitempty"`
	EmailAddresses            []EmailAddress  `json:"email_addresses"`
	PhoneNumbers              []PhoneNumber   `json:"phone_numbers"`
	Web3Wallets               []Web3Wallet    `json:"web3_wallets"`
	PasswordEnabled           bool            `json:"password_enabled"`
	TwoFactorEnabled          bool            `json:"two_factor_enabled"`
	TOTPEnabled               bool            `json:"totp_enabled"`
	BackupCodeEnabled         bool            `json:"backup_code_enabled"`
	DeleteSelfEnabled         bool            `json:"delete_self_enabled"`
	CreateOrganizationEnabled bool            `json:"create_organization_enabled"`
	CreateOrganizationsLimit  *int64          `json:"create_organizations_limit,omitempty"`
	BypassClientTrust         bool            `json:"bypass_client_trust,omitempty"`
	Banned                    bool            `json:"banned"`
	Locked                    bool            `json:"locked"`
	LockoutExpiresInSeconds   *int64          `json:"lockout_expires_in_seconds"`
	LegalAcceptedAt           *int64          `json:"legal_accepted_at"`
	LastSignInAt              *int64          `json:"last_sign_in_at"`
	LastActiveAt              *int64          `json:"last_active_at"`
	CreatedAt                 int64           `json:"created_at"`
	UpdatedAt                 int64           `json:"updated_at"`
}

// PrimaryEmailAddress is the address that Clerk writes to, or "".
func (u *User) PrimaryEmailAddress() string {
	return primary(u.PrimaryEmailAddressID, u.EmailAddresses)
}

// PrimaryWeb3Wallet is the user's primary wallet, or "".
func (u *User) PrimaryWeb3Wallet() string {
	return primary(u.PrimaryWeb3WalletID, u.Web3Wallets)
}

// PrimaryPhoneNumber is the number that Clerk writes to, or "".
func (u *User) PrimaryPhoneNumber() string {
	return primary(u.PrimaryPhoneNumberID, u.PhoneNumbers)
}

// Web3Wallet is a wallet of a user.
type Web3Wallet struct {
	ID           string        `json:"id"`
	Web3Wallet   string        `json:"web3_wallet"`
	Verification *Verification `json:"verification"` // nil: not verified
	CreatedAt    int64         `json:"created_at"`   // Unix milliseconds
}

func (w Web3Wallet) identifierFields() identifierFields {
	return identifierFields{w.ID, w.Web3Wallet, false, w.Verification, w.CreatedAt}
}

// Users is the area /users.
type Users struct {
	objectOperations[User]
	readers rest.Reader[User] // by id
	owners  owners

	finders map[UserKey]rest.Reader[[]User]
	lookups []interface{ NoteUnknownWrite() } // the bulks by fields that a write to a user may change
}

// Get is GET /users/{user_id}. Concurrent reads share requests.
func (u *Users) Get(ctx context.Context, id string) (*User, error) { return u.readers.Get(ctx, id) }

// Create is POST /users. If the answer is lost, a user with an address, a number, a wallet, a username or an external id is looked for
// by these. The error is a *Lost if it cannot be told whether the create happened, a *Conflict if a user who existed before has one of
// them, and a *Taken if Clerk refused one of them without an answer having been lost.
func (u *Users) Create(ctx context.Context, p CreateUserParams) (*User, error) {
	user, err := u.creation(p).Create(ctx)
	if err == nil {
		u.noteWrite(user.ID)
	}
	return user, err
}

// Update is PATCH /users/{user_id}. The error is a *Taken if another user keeps the username or the external id.
func (u *Users) Update(ctx context.Context, id string, p UpdateUserParams) (*User, error) {
	return rest.UniqueWrite[User]{
		Transport: u.transport(), Area: u.name(), Holder: u.holder(p.keys()), Write: func() (*User, error) { return u.patch(ctx, id, p) },
	}.Do(ctx)
}

// Ban is POST /users/{user_id}/ban. It ends all of the user's sessions.
func (u *Users) Ban(ctx context.Context, id string) (*User, error) { return u.act(ctx, id, "ban") }

// Unban is POST /users/{user_id}/unban.
func (u *Users) Unban(ctx context.Context, id string) (*User, error) { return u.act(ctx, id, "unban") }

// Lock is POST /users/{user_id}/lock. The lock lasts as long as the instance's
// lockout does.
func (u *Users) Lock(ctx context.Context, id string) (*User, error) { return u.act(ctx, id, "lock") }

// Unlock is POST /users/{user_id}/unlock.
func (u *Users) Unlock(ctx context.Context, id string) (*User, error) {
	return u.act(ctx, id, "unlock")
}

func (u *Users) act(ctx context.Context, id, verb string) (*User, error) {
	return u.write(ctx, id, rest.Call{Method: http.MethodPost, Path: []string{"users", id, verb}})
}

// ReplaceMetadata is PUT /users/{user_id}/metadata: each field that is sent
// replaces the stored one whole.
func (u *Users) ReplaceMetadata(ctx context.Context, id string, m Metadata) (*User, error) {
	return u.write(ctx, id, rest.Call{Method: http.MethodPut, Path: []string{"users", id, "metadata"}, Body: m})
}

// MergeMetadata is PATCH /users/{user_id}/metadata: a deep merge in which null
// removes a key.
func (u *Users) MergeMetadata(ctx context.Context, id string, m Metadata) (*User, error) {
	return u.write(ctx, id, rest.Call{Method: http.MethodPatch, Path: []string{"users", id, "metadata"}, Body: m})
}

// SetProfileImage is POST /users/{user_id}/profile_image.
func (u *Users) SetProfileImage(ctx context.Context, id, name string, image []byte) (*User, error) {
	return u.upload(ctx, http.MethodPost, id, "profile_image", name, image)
}

// DeleteProfileImage is DELETE /users/{user_id}/profile_image.
func (u *Users) DeleteProfileImage(ctx context.Context, id string) (*User, error) {
	return u.write(ctx, id, rest.Call{Method: http.MethodDelete, Path: []string{"users", id, "profile_image"}})
}

// DeleteWeb3Wallet is DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}.
func (u *Users) DeleteWeb3Wallet(ctx context.Context, id, walletID string) error {
	u.noteWrite(id)
	return u.transport().Do(ctx, rest.Call{Method: http.MethodDelete, Path: []string{"users", id, "web3_wallets", walletID}}, nil)
}

// VerifyPassword is POST /users/{user_id}/verify_password. A wrong password is
// false, not an error.
func (u *Users) VerifyPassword(ctx context.Context, id, password string) (bool, error) {
	return u.verify(ctx, id, "verify_password", map[string]string{"password": password}, "incorrect_password")
}

// VerifyTOTP is POST /users/{user_id}/verify_totp. A wrong code is false, not an
// error. A backup code that is right is consumed.
func (u *Users) VerifyTOTP(ctx context.Context, id, code string) (bool, error) {
	return u.verify(ctx, id, "verify_totp", map[string]string{"code": code}, "totp_incorrect_code")
}

func (u *Users) verify(ctx context.Context, id, verb string, body any, wrong string) (bool, error) {
	var out struct {
		Verified bool `json:"verified"`
	}
	// Not repeated: a backup code would have been used up by the first attempt.
	err := u.transport().Do(ctx, rest.Call{Method: http.MethodPost, Path: []string{"users", id, verb}, Body: body, IsCreate: true, AnswersOther: true}, &out)
	if e, ok := rest.AsError(err); ok && e.Has(wrong) {
		return false, nil
	}
	return out.Verified, err
}

// OAuthAccessToken is a token that a user granted at an OAuth provider.
type OAuthAccessToken struct {
	ExternalAccountID string          `json:"external_account_id"`
	ProviderUserID    string          `json:"provider_user_id"`
	Token             string          `json:"token"`
	Provider          string          `json:"provider"`
	PublicMetadata    json.RawMessage `json:"public_metadata"`
	Label             *string         `json:"label"`
	Scopes            []string        `json:"scopes"`
	ExpiresAt         *int64          `json:"expires_at"`
	IDToken           string          `json:"id_token"`
	TokenSecret       string          `json:"token_secret"`
}

// OAuthAccessTokens is GET /users/{user_id}/oauth_access_tokens/{provider}, all
// pages. The provider is named like oauth_google.
func (u *Users) OAuthAccessTokens(ctx context.Context, id, provider string) iter.Seq2[OAuthAccessToken, error] {
	return rest.Pages[OAuthAccessToken](ctx, u.transport(), []string{"users", id, "oauth_access_tokens", provider}, rest.Paginated(), nil)
}

// OrganizationMemberships is GET /users/{user_id}/organization_memberships, all pages.
func (u *Users) OrganizationMemberships(ctx context.Context, id string) iter.Seq2[OrganizationMembership, error] {
	return rest.Pages[OrganizationMembership](ctx, u.transport(), []string{"users", id, "organization_memberships"}, nil, nil)
}

// OrganizationInvitations is GET /users/{user_id}/organization_invitations, all
// pages; an empty status means any.
func (u *Users) OrganizationInvitations(ctx context.Context, id, status string) iter.Seq2[OrganizationInvitation, error] {
	q := url.Values{}
	if status != "" {
		q.Set("status", status)
	}
	return rest.Pages[OrganizationInvitation](ctx, u.transport(), []string{"users", id, "organization_invitations"}, q, nil)
}
