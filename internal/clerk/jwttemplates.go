package clerk

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
)

// JWTTemplate is a template of the tokens that Clerk mints for other services.
type JWTTemplate struct {
	ID               string          `json:"id"`
	Name             string          `json:"name"`
	Claims           json.RawMessage `json:"claims"`             // a JSON object
	Lifetime         int64           `json:"lifetime"`           // seconds
	AllowedClockSkew int64           `json:"allowed_clock_skew"` // seconds
	CustomSigningKey bool            `json:"custom_signing_key"`
	SigningAlgorithm string          `json:"signing_algorithm"`
	CreatedAt        int64           `json:"created_at"` // Unix milliseconds
	UpdatedAt        int64           `json:"updated_at"`
}

// JWTTemplateParams are the fields of POST /jwt_templates and of
// PATCH /jwt_templates/{template_id}: both require name and claims.
type JWTTemplateParams struct {
	Name             string           `json:"name"`
	Claims           json.RawMessage  `json:"claims"`
	Lifetime         Optional[int64]  `json:"lifetime,omitzero"`
	AllowedClockSkew Optional[int64]  `json:"allowed_clock_skew,omitzero"`
	CustomSigningKey Optional[bool]   `json:"custom_signing_key,omitzero"`
	SigningAlgorithm Optional[string] `json:"signing_algorithm,omitzero"`
	SigningKey       Optional[string] `json:"signing_key,omitzero"`
}

// JWTTemplates is the area /jwt_templates.
type JWTTemplates struct {
	t      *transport
	reader *bulk[JWTTemplate]
}

func newJWTTemplates(t *transport, bulkReads bool) *JWTTemplates {
	j := &JWTTemplates{t: t}
	j.reader = &bulk[JWTTemplate]{
		off: !bulkReads,
		id:  func(template JWTTemplate) string { return template.ID },
		one: func(ctx context.Context, id string) (*JWTTemplate, error) {
			return one[JWTTemplate](ctx, t, call{method: http.MethodGet, path: []string{"jwt_templates", id}})
		},
		all: j.List,
	}
	return j
}

// Get is GET /jwt_templates/{template_id}. Reads that come together share requests.
func (j *JWTTemplates) Get(ctx context.Context, id string) (*JWTTemplate, error) {
	return j.reader.get(ctx, id)
}

// List is GET /jwt_templates, all pages.
func (j *JWTTemplates) List(ctx context.Context) iter.Seq2[JWTTemplate, error] {
	return pages[JWTTemplate](ctx, j.t, []string{"jwt_templates"}, paginated(), nil)
}

// Create is POST /jwt_templates. A lost answer is a *Lost error.
func (j *JWTTemplates) Create(ctx context.Context, p JWTTemplateParams) (*JWTTemplate, error) {
	template, err := one[JWTTemplate](ctx, j.t, call{method: http.MethodPost, path: []string{"jwt_templates"}, body: p, once: true})
	if err == nil {
		j.reader.wrote(template.ID)
	}
	return template, err
}

// Update is PATCH /jwt_templates/{template_id}.
func (j *JWTTemplates) Update(ctx context.Context, id string, p JWTTemplateParams) (*JWTTemplate, error) {
	j.reader.wrote(id)
	return one[JWTTemplate](ctx, j.t, call{method: http.MethodPatch, path: []string{"jwt_templates", id}, body: p})
}

// Delete is DELETE /jwt_templates/{template_id}.
func (j *JWTTemplates) Delete(ctx context.Context, id string) error {
	j.reader.wrote(id)
	return j.t.do(ctx, call{method: http.MethodDelete, path: []string{"jwt_templates", id}}, nil)
}
