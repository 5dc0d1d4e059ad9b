package clerk

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// JWTTemplate is a template of the tokens that Clerk mints for other services.
type JWTTemplate struct {
	rest.Answered
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
	Name             string                `json:"name"`
	Claims           json.RawMessage       `json:"claims"`
	Lifetime         rest.Optional[int64]  `json:"lifetime,omitzero"`
	AllowedClockSkew rest.Optional[int64]  `json:"allowed_clock_skew,omitzero"`
	CustomSigningKey rest.Optional[bool]   `json:"custom_signing_key,omitzero"`
	SigningAlgorithm rest.Optional[string] `json:"signing_algorithm,omitzero"`
	SigningKey       rest.Optional[string] `json:"signing_key,omitzero"`
}

// JWTTemplates is the area /jwt_templates. Find looks a template up by its name.
type JWTTemplates struct {
	operations[JWTTemplate, JWTTemplateParams]
}

// ErrNoTemplate is returned by Find if no template has the name.
var ErrNoTemplate = errors.New("the instance has no JWT template named")

func newJWTTemplates(t *rest.Transport, bulkReads bool) *JWTTemplates {
	return &JWTTemplates{newCollection(t, bulkReads, kind[JWTTemplate, JWTTemplateParams]{
		area: "jwt_templates", list: rest.Paginated(),
		identify: func(t *JWTTemplate) identity { return identity{t.ID, t.Name, t.CreatedAt} },
		key:      func(p *JWTTemplateParams) string { return p.Name },
		notFound: ErrNoTemplate,
		compare: func(sent *JWTTemplateParams, t *JWTTemplate, d *rest.Differences) int64 {
			d.CompareFields(sent, t, rest.Exceptions{"signing_key": rest.NotAnswered})
			return t.CreatedAt
		},
	})}
}

// Update is PATCH /jwt_templates/{template_id}. The error is a *Taken if another template keeps the name.
func (j *JWTTemplates) Update(ctx context.Context, id string, p JWTTemplateParams) (*JWTTemplate, error) {
	return j.update(ctx, id, p.Name, p)
}
