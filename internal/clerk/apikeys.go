package clerk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// APIKey lets its bearer act for its subject: a user, an organization or a machine. Its secret is never read along with it. Times are
// Unix milliseconds; a nil pointer is null. Clerk may leave out what has omitempty.
type APIKey struct {
	rest.Answered
	ID          string          `json:"id"`
	Type        string          `json:"type"`
	Subject     string          `json:"subject"`
	Name        string          `json:"name"`
	Description *string         `json:"description,omitempty"`
	Claims      json.RawMessage `json:"claims"`
	Scopes      []string        `json:"scopes"`
	Revoked     bool            `json:"revoked"`
	Expired     bool            `json:"expired"`
	Expiration  *int64          `json:"expiration"`
	CreatedBy   *string         `json:"created_by"`
	LastUsedAt  *int64          `json:"last_used_at"`
	CreatedAt   int64           `json:"created_at"`
	UpdatedAt   int64           `json:"updated_at"`
}

// CreateAPIKeyParams are the fields of POST /api_keys.
type CreateAPIKeyParams struct {
	Name                   string                  `json:"name"`
	Subject                string                  `json:"subject"`
	Description            rest.Optional[string]   `json:"description,omitzero"`
	Claims                 json.RawMessage         `json:"claims,omitempty"`
	Scopes                 rest.Optional[[]string] `json:"scopes,omitzero"`
	CreatedBy              rest.Optional[string]   `json:"created_by,omitzero"` // id of a user
	SecondsUntilExpiration rest.Optional[int64]    `json:"seconds_until_expiration,omitzero"`
}

// UpdateAPIKeyParams are the fields of PATCH /api_keys/{apiKeyID}.
type UpdateAPIKeyParams struct {
	Description            rest.Optional[string]   `json:"description,omitzero"`
	Claims                 json.RawMessage         `json:"claims,omitempty"`
	Scopes                 rest.Optional[[]string] `json:"scopes,omitzero"`
	SecondsUntilExpiration rest.Optional[int64]    `json:"seconds_until_expiration,omitzero"`
}

// IsZero reports whether there is nothing to send.
func (p UpdateAPIKeyParams) IsZero() bool {
	return p.Description.IsZero() && p.Claims == nil && p.Scopes.IsZero() && p.SecondsUntilExpiration.IsZero()
}

// APIKeyFilter chooses API keys of a subject, which has to be given.
type APIKeyFilter struct {
	Subject        string
	Query          string
	IncludeInvalid bool // those that are revoked or have expired as well
}

// APIKeys is the area /api_keys. Several keys of a subject may have one name.
type APIKeys struct {
	all      operations[APIKey, CreateAPIKeyParams]
	readers  rest.Reader[APIKey]
	subjects sync.Map // of the keys that were read, by id
}

// apiKeyPage is the largest page of the list.
const apiKeyPage = 100

func newAPIKeys(t *rest.Transport, bulkReads bool) *APIKeys {
	a := &APIKeys{}
	a.all = newCollection(t, false, kind[APIKey, CreateAPIKeyParams]{
		area:     "api_keys",
		identify: func(o *APIKey) identity { return identity{id: o.ID, made: o.CreatedAt} },
		key:      func(*CreateAPIKeyParams) string { return "" },
		name:     func(p *CreateAPIKeyParams) string { return p.Subject + " " + p.Name },
		findOne:  a.findSent,
		once:     func(*CreateAPIKeyParams) bool { return true },
		notFound: ErrNoAPIKey,
		compare: func(sent *CreateAPIKeyParams, o *APIKey, d *rest.Differences) int64 {
			d.CompareFields(sent, o, rest.Exceptions{"seconds_until_expiration": rest.NotAnswered})
			return o.CreatedAt
		},
	})
	a.readers = &rest.Bulk[APIKey]{
		Transport: t, Disabled: !bulkReads, NoWholeList: true, GetOne: a.all.getOne, Batch: a.batch,
		Path:      func(id string) string { return "/api_keys/" + id },
		Batchable: func(id string) bool { _, known := a.subjects.Load(id); return known },
		Cost:      func(ids []string) int { return len(a.bySubject(ids)) },
	}
	return a
}

// Create is POST /api_keys, which is never repeated, since Clerk accepts a second key of the name. If the answer is lost, the key is
// looked for: it is the one that is no older than the request, if the subject has no other of the name but those that this client made.
// Otherwise the error is a *Lost. Creates of one name follow one another.
func (a *APIKeys) Create(ctx context.Context, p CreateAPIKeyParams) (*APIKey, error) {
	made, err := a.all.Create(ctx, p)
	if err == nil {
		a.readers.NoteWrite(made.ID)
	}
	return made, err
}

// findSent looks for the subject's keys with the name that a create sends, with the server's time.
func (a *APIKeys) findSent(ctx context.Context, sent *CreateAPIKeyParams) ([]APIKey, time.Time, error) {
	var now time.Time
	all, err := rest.Collect(a.list(ctx, APIKeyFilter{Subject: sent.Subject, Query: sent.Name}, &now))
	return slices.DeleteFunc(all, func(o APIKey) bool { return o.Name != sent.Name }), now, err
}

// ErrNoAPIKey is returned by Find if the subject has no key of the name.
var ErrNoAPIKey = errors.New("the subject has no API key with the name")

// Find looks for the key of a subject, "user_…", "org_…" or "mch_…", by its name, in GET /api_keys: among those that are valid. The
// error says if the subject has none of the name, or which where it has several.
func (a *APIKeys) Find(ctx context.Context, subject, name string) (*APIKey, error) {
	found, _, err := a.findSent(ctx, &CreateAPIKeyParams{Subject: subject, Name: name})
	if err != nil {
		return nil, err
	}
	return a.all.only(found, name, "API keys of "+subject)
}

// Get is GET /api_keys/{apiKeyID}. Concurrent reads of keys of one subject, if that is given, share requests.
func (a *APIKeys) Get(ctx context.Context, id, subject string) (*APIKey, error) {
	if subject != "" {
		a.subjects.Store(id, subject)
	}
	return a.readers.Get(ctx, id)
}

// bySubject returns the ids by the subjects that they are known to be of.
func (a *APIKeys) bySubject(ids []string) map[string][]string {
	out := map[string][]string{}
	for _, id := range ids {
		subject, _ := a.subjects.Load(id)
		out[fmt.Sprint(subject)] = append(out[fmt.Sprint(subject)], id)
	}
	return out
}

// batch reads several keys: those of a subject by its list, a single one by itself. What a list does not show is left out.
func (a *APIKeys) batch(ctx context.Context, ids []string) (map[string]APIKey, error) {
	out, by := map[string]APIKey{}, a.bySubject(ids)
	for _, subject := range slices.Sorted(maps.Keys(by)) {
		if len(by[subject]) == 1 {
			continue
		}
		for o, err := range a.List(ctx, APIKeyFilter{Subject: subject, IncludeInvalid: true}) {
			if e, ok := rest.AsError(err); ok && e.Status >= 400 && e.Status < 500 {
				break // a read by itself reports it
			}
			if err != nil {
				return nil, err
			}
			out[o.ID] = o
		}
	}
	return out, nil
}

// List is GET /api_keys, all pages.
func (a *APIKeys) List(ctx context.Context, f APIKeyFilter) iter.Seq2[APIKey, error] {
	return a.list(ctx, f, nil)
}

func (a *APIKeys) list(ctx context.Context, f APIKeyFilter, now *time.Time) iter.Seq2[APIKey, error] {
	query := url.Values{"subject": {f.Subject}}
	if f.Query != "" {
		query.Set("query", f.Query)
	}
	if f.IncludeInvalid {
		query.Set("include_invalid", "true")
	}
	return rest.PageReader[APIKey]{Transport: a.all.transport(), Path: []string{"api_keys"}, Query: query, Size: apiKeyPage, Date: now}.All(ctx)
}

// Update is PATCH /api_keys/{apiKeyID}.
func (a *APIKeys) Update(ctx context.Context, id string, p UpdateAPIKeyParams) (*APIKey, error) {
	a.readers.NoteWrite(id)
	return a.all.patch(ctx, id, p)
}

// Revoke is POST /api_keys/{apiKeyID}/revoke.
func (a *APIKeys) Revoke(ctx context.Context, id string) error {
	a.readers.NoteWrite(id)
	_, err := a.all.write(ctx, id, rest.Call{Method: http.MethodPost, Path: a.all.path(id, "revoke"), Body: struct{}{}, Deletes: true})
	return err
}

// Delete is DELETE /api_keys/{apiKeyID}.
func (a *APIKeys) Delete(ctx context.Context, id string) error {
	a.readers.NoteWrite(id)
	return a.all.Delete(ctx, id)
}

// Secret is GET /api_keys/{apiKeyID}/secret.
func (a *APIKeys) Secret(ctx context.Context, id string) (string, error) {
	out, err := rest.One[MachineSecret](ctx, a.all.transport(), rest.Call{Method: http.MethodGet, Path: a.all.path(id, "secret"), Check: hasSecret})
	if err != nil {
		return "", err
	}
	return out.Secret, nil
}
