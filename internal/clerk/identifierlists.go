package clerk

import (
	"context"
	"errors"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// ListedIdentifier is an entry of the allowlist or of the blocklist: an email address, a phone number, the address of a web3 wallet, or
// all addresses of a domain, as in *@example.com. Times are Unix milliseconds. Clerk may leave out what has omitempty.
type ListedIdentifier struct {
	rest.Answered
	ID             string `json:"id"`
	Identifier     string `json:"identifier"`              // in lower case
	IdentifierType string `json:"identifier_type"`         // "email_address", also of a domain, "phone_number" or "web3_wallet"
	InvitationID   string `json:"invitation_id,omitempty"` // of the allowlist only, if a create has asked for an invitation
	CreatedAt      int64  `json:"created_at"`
	UpdatedAt      int64  `json:"updated_at"`
}

// CreateListedIdentifierParams are the fields of POST /allowlist_identifiers and of POST /blocklist_identifiers.
type CreateListedIdentifierParams struct {
	Identifier string              `json:"identifier"`
	Notify     rest.Optional[bool] `json:"notify,omitzero"` // of the allowlist only: whether it mails an invitation
}

// IdentifierList is the area of one of the lists. The API has neither GET of one entry nor an update.
type IdentifierList struct {
	operations[ListedIdentifier, CreateListedIdentifierParams]
}

// Errors of Find.
var (
	// ErrNotAllowed is returned if the allowlist does not have the identifier.
	ErrNotAllowed = errors.New("the allowlist does not have")
	// ErrNotBlocked is returned if the blocklist does not have the identifier.
	ErrNotBlocked = errors.New("the blocklist does not have")
)

func newAllowlist(t *rest.Transport, bulkReads bool) *IdentifierList {
	k := identifierList("allowlist_identifiers", ErrNotAllowed)
	k.list = rest.Paginated()
	return &IdentifierList{newCollection(t, bulkReads, k)}
}

func newBlocklist(t *rest.Transport, bulkReads bool) *IdentifierList {
	k := identifierList("blocklist_identifiers", ErrNotBlocked)
	k.unpaged = true
	return &IdentifierList{newCollection(t, bulkReads, k)}
}

// Find looks an entry up in the list by its identifier. If the list does not have it, the error is ErrNotAllowed or ErrNotBlocked.
// Concurrent lookups share requests.
func (l *IdentifierList) Find(ctx context.Context, identifier string) (*ListedIdentifier, error) {
	return l.operations.Find(ctx, foldAddress(identifier))
}

func identifierList(area string, notFound error) kind[ListedIdentifier, CreateListedIdentifierParams] {
	return kind[ListedIdentifier, CreateListedIdentifierParams]{
		area: area, inWholeList: true, notFound: notFound,
		identify: func(l *ListedIdentifier) identity { return identity{l.ID, foldAddress(l.Identifier), l.CreatedAt} },
		key:      func(p *CreateListedIdentifierParams) string { return foldAddress(p.Identifier) },
		once:     func(p *CreateListedIdentifierParams) bool { return p.Notify.Or(false) },
		compare: func(sent *CreateListedIdentifierParams, l *ListedIdentifier, d *rest.Differences) int64 {
			d.CompareFields(sent, l, rest.Exceptions{
				"identifier": rest.Compared("identifier", foldAddress(sent.Identifier) == foldAddress(l.Identifier)),
				"notify":     rest.NotAnswered,
			})
			return l.CreatedAt
		},
	}
}
