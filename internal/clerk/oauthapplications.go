package clerk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// OAuthApplication is a client for which the instance is the identity provider, as GET /oauth_applications/{oauth_application_id}
// answers. Times are Unix milliseconds; a nil pointer is null. Clerk may leave out what has omitempty.
type OAuthApplication struct {
	rest.Answered
	ID                    string   `json:"id"`
	Name                  string   `json:"name"`
	ClientID              string   `json:"client_id"`
	ClientURI             *string  `json:"client_uri"`
	ClientImageURL        *string  `json:"client_image_url"`
	DynamicallyRegistered bool     `json:"dynamically_registered"` // the client has registered itself
	ConsentScreenEnabled  bool     `json:"consent_screen_enabled"`
	PKCERequired          bool     `json:"pkce_required"`
	Public                bool     `json:"public"`
	Scopes                string   `json:"scopes"` // with spaces between them
	RedirectURIs          []string `json:"redirect_uris"`
	AuthorizeURL          string   `json:"authorize_url"`
	TokenFetchURL         string   `json:"token_fetch_url"`
	UserInfoURL           string   `json:"user_info_url"`
	DiscoveryURL          string   `json:"discovery_url"`
	TokenIntrospectionURL string   `json:"token_introspection_url"`
	CreatedAt             int64    `json:"created_at"`
	UpdatedAt             int64    `json:"updated_at"`
	// ClientSecret is in the answers of Create and RotateSecret only, and empty there if the client is public.
	ClientSecret string `json:"client_secret,omitempty"`
}

// CreateOAuthApplicationParams are the fields of POST /oauth_applications.
type CreateOAuthApplicationParams struct {
	Name                 string                  `json:"name"`
	RedirectURIs         rest.Optional[[]string] `json:"redirect_uris,omitzero"`
	Scopes               rest.Optional[string]   `json:"scopes,omitzero"` // with spaces between them
	ConsentScreenEnabled rest.Optional[bool]     `json:"consent_screen_enabled,omitzero"`
	PKCERequired         rest.Optional[bool]     `json:"pkce_required,omitzero"`
	Public               rest.Optional[bool]     `json:"public,omitzero"`
}

// UpdateOAuthApplicationParams are the fields of PATCH /oauth_applications/{oauth_application_id}.
type UpdateOAuthApplicationParams struct {
	Name                 rest.Optional[string]   `json:"name,omitzero"`
	RedirectURIs         rest.Optional[[]string] `json:"redirect_uris,omitzero"`
	Scopes               rest.Optional[string]   `json:"scopes,omitzero"` // with spaces between them
	ConsentScreenEnabled rest.Optional[bool]     `json:"consent_screen_enabled,omitzero"`
	PKCERequired         rest.Optional[bool]     `json:"pkce_required,omitzero"`
	Public               rest.Optional[bool]     `json:"public,omitzero"`
}

// IsZero reports whether nothing is to be changed.
func (p UpdateOAuthApplicationParams) IsZero() bool {
	return p.Name.IsZero() && p.RedirectURIs.IsZero() && p.Scopes.IsZero() && p.ConsentScreenEnabled.IsZero() && p.PKCERequired.IsZero() && p.Public.IsZero()
}

// OAuthApplicationFilter chooses OAuth applications, as the query of GET /oauth_applications does. Its zero value chooses all.
type OAuthApplicationFilter struct {
	NameQuery string // a part of a name, ignoring case, or a whole client_id
	OrderBy   string // created_at or name, with + or - before it
}

func (f OAuthApplicationFilter) values() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"name_query": f.NameQuery, "order_by": f.OrderBy} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// OAuthApplications is the area /oauth_applications. Several applications may have one name, so that Create is never repeated. If its
// answer is lost, the application is looked for: it is the one that is no older than the request, if no other has the name but those
// that this client made; it then lacks its secret. Otherwise the error is a *Lost. Creates of one name follow one another.
type OAuthApplications struct {
	operations[OAuthApplication, CreateOAuthApplicationParams]
}

// ErrNoOAuthApplication is returned by Find and FindByClientID if there is no such application.
var ErrNoOAuthApplication = errors.New("the instance has no OAuth application")

func newOAuthApplications(t *rest.Transport, bulkReads bool) *OAuthApplications {
	return &OAuthApplications{newCollection(t, bulkReads, kind[OAuthApplication, CreateOAuthApplicationParams]{
		area: "oauth_applications", by: &filter{count: func(ctx context.Context) (int, error) {
			return rest.CountOf[OAuthApplication](ctx, t, "oauth_applications")
		}},
		identify: func(a *OAuthApplication) identity { return identity{id: a.ID, made: a.CreatedAt} },
		key:      func(*CreateOAuthApplicationParams) string { return "" },
		naming: &naming[OAuthApplication, CreateOAuthApplicationParams]{
			plural: "OAuth applications",
			of:     func(a *OAuthApplication) string { return a.Name },
			sent:   func(p *CreateOAuthApplicationParams) string { return p.Name },
			narrow: func(name string) url.Values { return OAuthApplicationFilter{NameQuery: name}.values() },
		},
		once: func(*CreateOAuthApplicationParams) bool { return true }, notFound: ErrNoOAuthApplication,
		compare: func(sent *CreateOAuthApplicationParams, a *OAuthApplication, d *rest.Differences) int64 {
			asIs := func(s string) string { return s }
			d.CompareFields(sent, a, rest.Exceptions{
				"redirect_uris": rest.Compared("redirect_uris", rest.SameElements(sent.RedirectURIs.Or(a.RedirectURIs), a.RedirectURIs, asIs)),
				"scopes":        rest.Compared("scopes", rest.SameElements(strings.Fields(sent.Scopes.Or(a.Scopes)), strings.Fields(a.Scopes), asIs)),
			})
			return a.CreatedAt
		},
	})}
}

// FindByClientID looks an application up by the id that it has as an OAuth client. If there is none, the error is
// ErrNoOAuthApplication.
func (o *OAuthApplications) FindByClientID(ctx context.Context, clientID string) (*OAuthApplication, error) {
	for a, err := range o.List(ctx, OAuthApplicationFilter{NameQuery: clientID}) {
		if err != nil || a.ClientID == clientID {
			return &a, err
		}
	}
	return nil, fmt.Errorf("%w with the client_id %q", ErrNoOAuthApplication, clientID)
}

// List is GET /oauth_applications, all pages.
func (o *OAuthApplications) List(ctx context.Context, f OAuthApplicationFilter) iter.Seq2[OAuthApplication, error] {
	return rest.Pages[OAuthApplication](ctx, o.transport(), []string{o.name()}, f.values(), nil)
}

// Update is PATCH /oauth_applications/{oauth_application_id}.
func (o *OAuthApplications) Update(ctx context.Context, id string, p UpdateOAuthApplicationParams) (*OAuthApplication, error) {
	return o.patch(ctx, id, p)
}

// SetLogo is PUT /oauth_applications/{oauth_application_id}/logo. Clerk has no request that removes a logo.
func (o *OAuthApplications) SetLogo(ctx context.Context, id, name string, image []byte) (*OAuthApplication, error) {
	return o.upload(ctx, http.MethodPut, id, "logo", name, image)
}

// RotateSecret is POST /oauth_applications/{oauth_application_id}/rotate_secret, whose answer has the new secret, unless the client is
// public. It is never repeated, since each rotation ends the secret before it: a lost answer is a *Lost error.
func (o *OAuthApplications) RotateSecret(ctx context.Context, id string) (*OAuthApplication, error) {
	return o.write(ctx, id, rest.Call{Method: http.MethodPost, Path: o.path(id, "rotate_secret"), IsCreate: true, Check: hasClientSecret})
}

// A public client has no secret.
var hasClientSecret = rest.Has("client_secret", func(a *OAuthApplication) bool { return a.ClientSecret != "" || a.Public })

// RevokeToken is POST /oauth_applications/{oauth_application_id}/revoke_token: it ends an opaque access token or a refresh token, and all
// others of the same grant. A token that is not there any more after a lost answer was revoked by that attempt.
func (o *OAuthApplications) RevokeToken(ctx context.Context, id, token string) error {
	var attempts rest.AttemptCounts
	err := o.transport().Do(ctx, rest.Call{
		Method: http.MethodPost, Path: o.path(id, "revoke_token"), Body: map[string]string{"token": token}, AnswersOther: true, Attempts: &attempts,
	}, nil)
	if attempts.Failures > 0 && rest.IsNotFound(err) {
		return nil
	}
	return err
}
