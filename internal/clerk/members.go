package clerk

import (
	"context"
	"encoding/json"
	"iter"
)

// OrganizationInvitation invites an email address into an organization.
type OrganizationInvitation struct {
	Answered
	ID             string          `json:"id"`
	EmailAddress   string          `json:"email_address"`
	Role           string          `json:"role"`
	OrganizationID string          `json:"organization_id,omitempty"`
	Status         string          `json:"status,omitempty"`
	PublicMetadata json.RawMessage `json:"public_metadata"`
	// Organization has id, name and slug; nil where the list is an organization's.
	Organization *OrganizationData `json:"public_organization_data,omitempty"`
	ExpiresAt    *int64            `json:"expires_at"`
	CreatedAt    int64             `json:"created_at"`
	UpdatedAt    int64             `json:"updated_at"`
}

// OrganizationData is what the objects of an organization say about it.
type OrganizationData struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Slug string `json:"slug,omitempty"`
}

// Invitations is GET /organizations/{organization_id}/invitations, all pages.
func (o *Organizations) Invitations(ctx context.Context, id string) iter.Seq2[OrganizationInvitation, error] {
	return pages[OrganizationInvitation](ctx, o.t, []string{"organizations", id, "invitations"}, nil, nil)
}
