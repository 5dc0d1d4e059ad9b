package clerk

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Machine is a service of an application, which proves to others who it is by tokens. Its secret key is never read along with it.
// Times are Unix milliseconds. Clerk may leave out what has omitempty.
type Machine struct {
	rest.Answered
	ID              string          `json:"id"`
	Name            string          `json:"name"`
	DefaultTokenTTL int64           `json:"default_token_ttl,omitempty"` // seconds
	ScopedMachines  []ScopedMachine `json:"scoped_machines"`             // those that it has access to
	CreatedAt       int64           `json:"created_at"`
	UpdatedAt       int64           `json:"updated_at"`
}

// ScopedMachine is a machine that another one has access to.
type ScopedMachine struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// CreateMachineParams are the fields of POST /machines.
type CreateMachineParams struct {
	Name            string               `json:"name"`
	DefaultTokenTTL rest.Optional[int64] `json:"default_token_ttl,omitzero"`
}

// UpdateMachineParams are the fields of PATCH /machines/{machine_id}.
type UpdateMachineParams struct {
	Name            rest.Optional[string] `json:"name,omitzero"`
	DefaultTokenTTL rest.Optional[int64]  `json:"default_token_ttl,omitzero"`
}

// Machines is the area /machines. Several machines may have one name, so that Create is never repeated. If its answer is lost, the
// machine is looked for: it is the one that is no older than the request, if no other has the name but those that this client made.
// Otherwise the error is a *Lost. Creates of one name follow one another.
type Machines struct {
	operations[Machine, CreateMachineParams]
}

// ErrNoMachine is returned by Find if no machine has the name.
var ErrNoMachine = errors.New("the instance has no machine with the name")

func newMachines(t *rest.Transport, bulkReads bool) *Machines {
	return &Machines{newCollection(t, bulkReads, kind[Machine, CreateMachineParams]{
		area: "machines", by: &filter{count: func(ctx context.Context) (int, error) { return rest.CountOf[Machine](ctx, t, "machines") }},
		identify: func(o *Machine) identity { return identity{id: o.ID, made: o.CreatedAt} },
		key:      func(*CreateMachineParams) string { return "" },
		naming: &naming[Machine, CreateMachineParams]{
			plural: "machines",
			of:     func(o *Machine) string { return o.Name },
			sent:   func(p *CreateMachineParams) string { return p.Name },
			narrow: func(name string) url.Values { return url.Values{"query": {name}} },
		},
		once: func(*CreateMachineParams) bool { return true }, notFound: ErrNoMachine,
	})}
}

// List is GET /machines, all pages.
func (m *Machines) List(ctx context.Context, s Search) iter.Seq2[Machine, error] {
	return m.Search(ctx, s)
}

// Update is PATCH /machines/{machine_id}.
func (m *Machines) Update(ctx context.Context, id string, p UpdateMachineParams) (*Machine, error) {
	return m.patch(ctx, id, p)
}

// Delete is DELETE /machines/{machine_id}. Others that had access to the machine have it no longer.
func (m *Machines) Delete(ctx context.Context, id string) error {
	m.noteUnknownWrite()
	return m.operations.Delete(ctx, id)
}

// MachineSecret is the secret key of a machine.
type MachineSecret struct {
	Secret string `json:"secret"`
}

// SecretKey is GET /machines/{machine_id}/secret_key.
func (m *Machines) SecretKey(ctx context.Context, id string) (*MachineSecret, error) {
	return rest.One[MachineSecret](ctx, m.transport(), rest.Call{Method: http.MethodGet, Path: m.path(id, "secret_key"), Check: hasSecret})
}

// RotateSecretKey is POST /machines/{machine_id}/secret_key/rotate. The previous key is valid for so many seconds more. It is never
// repeated, since each rotation makes another key, and shortens the life of those before it: a lost answer is a *Lost error.
func (m *Machines) RotateSecretKey(ctx context.Context, id string, previousTokenTTL int64) error {
	_, err := rest.One[MachineSecret](ctx, m.transport(), rest.Call{
		Method: http.MethodPost, Path: m.path(id, "secret_key", "rotate"), IsCreate: true, AnswersOther: true, Check: hasSecret,
		Body: map[string]int64{"previous_token_ttl": previousTokenTTL},
	})
	return err
}

var hasSecret = rest.Has("secret", func(s *MachineSecret) bool { return s.Secret != "" })
