package clerk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"time"
)

// JWTTemplate is a template of the tokens that Clerk mints for other services.
type JWTTemplate struct {
	Answered
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
	finder *bulk[JWTTemplate] // by name
}

func newJWTTemplates(t *transport, bulkReads bool) *JWTTemplates {
	j := &JWTTemplates{t: t}
	all := func(key func(JWTTemplate) string) func(context.Context) (map[string]JWTTemplate, error) {
		return func(ctx context.Context) (map[string]JWTTemplate, error) {
			out := map[string]JWTTemplate{}
			for template, err := range j.List(ctx) {
				if err != nil {
					return nil, err
				}
				out[key(template)] = template
			}
			return out, nil
		}
	}
	id := func(template JWTTemplate) string { return template.ID }
	named := all(func(template JWTTemplate) string { return template.Name })
	j.reader = &bulk[JWTTemplate]{
		gate: t.gate, off: !bulkReads, batchable: plainID.MatchString,
		path: func(id string) string { return "/jwt_templates/" + id },
		alone: func(ctx context.Context, wanted string) (*JWTTemplate, error) {
			return byID(ctx, t, "jwt_templates", wanted, id)
		},
		all: all(id),
	}
	j.finder = &bulk[JWTTemplate]{
		gate: t.gate, off: !bulkReads, lookup: true,
		path: func(string) string { return "/jwt_templates" },
		alone: func(ctx context.Context, name string) (*JWTTemplate, error) {
			templates, err := named(ctx)
			template, ok := templates[name]
			if err == nil && !ok {
				err = fmt.Errorf("%w %q", ErrNoTemplate, name)
			}
			return &template, err
		},
		// The list takes no name, so it is read whole for any number of them.
		batch: func(ctx context.Context, _ []string) (map[string]JWTTemplate, error) { return named(ctx) },
		count: func(context.Context) (int, error) { return 0, nil },
		all:   named,
	}
	return j
}

// ErrNoTemplate is the error of looking up a name that no template has.
var ErrNoTemplate = errors.New("the instance has no JWT template named")

// Find is GET /jwt_templates, for the template with a name, or ErrNoTemplate. Lookups
// that come together share requests.
func (j *JWTTemplates) Find(ctx context.Context, name string) (*JWTTemplate, error) {
	return j.finder.get(ctx, name)
}

// holder is the id of the template that has the name, or "".
func (j *JWTTemplates) holder(name string) func(context.Context, error) string {
	return func(ctx context.Context, _ error) string {
		for template, err := range j.List(ctx) {
			if err == nil && template.Name == name {
				return template.ID
			}
		}
		return ""
	}
}

// wrote is told of each write before it is sent.
func (j *JWTTemplates) wrote(id string) {
	j.reader.wrote(id)
	j.finder.wroteUnknown()
}

// Get is GET /jwt_templates/{template_id}. Reads that come together share requests.
func (j *JWTTemplates) Get(ctx context.Context, id string) (*JWTTemplate, error) {
	return j.reader.get(ctx, id)
}

// List is GET /jwt_templates, all pages.
func (j *JWTTemplates) List(ctx context.Context) iter.Seq2[JWTTemplate, error] {
	return pages[JWTTemplate](ctx, j.t, []string{"jwt_templates"}, paginated(), nil)
}

// Create is POST /jwt_templates. A template is looked for by its name when the
// answer is lost. A lost answer that this does not make up for is a *Lost error,
// and what is somebody else's a *Conflict.
func (j *JWTTemplates) Create(ctx context.Context, p JWTTemplateParams) (*JWTTemplate, error) {
	template, err := j.creation(p).create(ctx)
	if err == nil {
		j.wrote(template.ID)
	}
	return template, err
}

func (j *JWTTemplates) creation(p JWTTemplateParams) creation[JWTTemplate] {
	return creation[JWTTemplate]{
		t:      j.t,
		call:   call{method: http.MethodPost, path: []string{"jwt_templates"}, body: p},
		id:     func(t *JWTTemplate) string { return t.ID },
		holder: j.holder(p.Name),
		find: func(ctx context.Context, _ error) ([]JWTTemplate, time.Time, error) {
			for listed, err := range j.List(ctx) {
				if err != nil {
					return nil, time.Time{}, err
				}
				if listed.Name != p.Name {
					continue
				}
				t, now, err := dated[JWTTemplate](ctx, j.t, "jwt_templates", listed.ID)
				if err != nil || t == nil || t.Name != p.Name {
					return nil, now, err
				}
				return []JWTTemplate{*t}, now, nil
			}
			return nil, time.Time{}, nil
		},
		compare: func(t *JWTTemplate, d *differences) int64 {
			d.note("claims", agreesInJSON(p.Claims, t.Claims))
			d.note("lifetime", agrees(p.Lifetime, &t.Lifetime))
			d.note("allowed_clock_skew", agrees(p.AllowedClockSkew, &t.AllowedClockSkew))
			d.note("custom_signing_key", agrees(p.CustomSigningKey, &t.CustomSigningKey))
			d.note("signing_algorithm", agrees(p.SigningAlgorithm, &t.SigningAlgorithm))
			return t.CreatedAt
		},
	}
}

// Update is PATCH /jwt_templates/{template_id}. A name that another template keeps is a
// *Taken error.
func (j *JWTTemplates) Update(ctx context.Context, id string, p JWTTemplateParams) (*JWTTemplate, error) {
	return taking[JWTTemplate]{j.t, "jwt_templates", j.holder(p.Name), func() (*JWTTemplate, error) {
		j.wrote(id)
		return one[JWTTemplate](ctx, j.t, call{method: http.MethodPatch, path: []string{"jwt_templates", id}, body: p})
	}}.do(ctx)
}

// Delete is DELETE /jwt_templates/{template_id}.
func (j *JWTTemplates) Delete(ctx context.Context, id string) error {
	j.wrote(id)
	return j.t.do(ctx, call{method: http.MethodDelete, path: []string{"jwt_templates", id}}, nil)
}
