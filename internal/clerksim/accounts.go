package clerksim

import (
	"encoding/json"
	"strings"
)

// externalAccount is a user's account at an OAuth provider. The API cannot
// make one; it is seeded.
type externalAccount struct {
	id, identificationID              string
	provider, providerUserID          string
	approvedScopes                    string
	emailAddress, firstName, lastName string
	username, label                   *string
	publicMetadata                    json.RawMessage
	createdAt, updatedAt              int64
}

type externalAccountView struct {
	Object           string           `json:"object"`
	ID               string           `json:"id"`
	Provider         string           `json:"provider"`
	IdentificationID string           `json:"identification_id"`
	ProviderUserID   string           `json:"provider_user_id"`
	ApprovedScopes   string           `json:"approved_scopes"`
	EmailAddress     string           `json:"email_address"`
	FirstName        string           `json:"first_name"`
	LastName         string           `json:"last_name"`
	AvatarURL        string           `json:"avatar_url"`
	ImageURL         *string          `json:"image_url"`
	Username         *string          `json:"username"`
	PublicMetadata   json.RawMessage  `json:"public_metadata"`
	Label            *string          `json:"label"`
	CreatedAt        int64            `json:"created_at"`
	UpdatedAt        int64            `json:"updated_at"`
	Verification     verificationView `json:"verification"`
}

func (a externalAccount) view() externalAccountView {
	object := "external_account"
	switch a.provider {
	case "oauth_google", "oauth_facebook":
		object = strings.TrimPrefix(a.provider, "oauth_") + "_account"
	}
	// The document allows no null for when an OAuth verification expires.
	expired := a.createdAt + 10*60*1000
	return externalAccountView{
		Object: object, ID: a.id, Provider: a.provider, IdentificationID: a.identificationID, ProviderUserID: a.providerUserID,
		ApprovedScopes: a.approvedScopes, EmailAddress: a.emailAddress, FirstName: a.firstName, LastName: a.lastName, Username: a.username,
		PublicMetadata: a.publicMetadata, Label: a.label, CreatedAt: a.createdAt, UpdatedAt: a.updatedAt,
		Verification: verificationView{Object: "verification_oauth", Status: verified, Strategy: a.provider, ExpireAt: &expired},
	}
}
