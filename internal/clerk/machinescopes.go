package clerk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// MachineScope gives one machine access to another. Machines show whom they have access to, but not since when.
type MachineScope struct {
	rest.Answered
	From string `json:"from_machine_id"`
	To   string `json:"to_machine_id"`

	names string // of the two machines, if List has yielded the scope
}

// Names are those of the two machines, "reports to billing", of a scope that List yields.
func (s *MachineScope) Names() string { return s.names }

// ID is that of the machine that has access, and that of the other: "mch_2abc/mch_2def".
func (s *MachineScope) ID() string { return s.From + "/" + s.To }

// CreateMachineScopeParams are the fields of POST /machines/{machine_id}/scopes.
type CreateMachineScopeParams struct {
	From string `json:"-"`
	To   string `json:"to_machine_id"`
}

// MachineScopes is the area /machines/{machine_id}/scopes. Scopes are read from their machines.
type MachineScopes struct {
	machines *Machines
	t        *rest.Transport
}

// Create is POST /machines/{machine_id}/scopes. If the answer is lost, it is repeated. Where Clerk then says that the scope exists, the
// lost attempt made it beyond doubt only if this client made one of the two machines: the error is otherwise a *Lost. It is a *Taken if
// the scope existed, without an answer having been lost.
func (s *MachineScopes) Create(ctx context.Context, p CreateMachineScopeParams) (*MachineScope, error) {
	s.machines.noteWrite(p.From)
	var looked time.Time // by the server's clock
	made, err := rest.Creation[MachineScope]{
		Transport: s.t, Call: rest.Call{Method: http.MethodPost, Path: s.machines.path(p.From, "scopes"), Body: p, Shows: checkScope},
		ID: func(made *MachineScope) string {
			if made.From != p.From || made.To != p.To {
				return "" // it is another one
			}
			return made.ID()
		},
		Find: func(ctx context.Context, _ error) (found []MachineScope, now time.Time, err error) {
			m, now, err := rest.GetWithDate[Machine](ctx, s.t, s.machines.path(p.From))
			if looked = now; err == nil && m != nil && m.scopes(p.To) {
				found = []MachineScope{{From: p.From, To: p.To}}
			}
			return found, now, err
		},
		Holder: func(context.Context, error) string { return p.From + "/" + p.To },
		Compare: func(*MachineScope, *rest.Differences) int64 {
			for _, id := range []string{p.From, p.To} {
				if s.t.HasMade(id) && !looked.IsZero() {
					return looked.UnixMilli()
				}
			}
			return 0
		},
	}.Create(ctx)
	var taken *rest.Taken
	if _, met := rest.AsConflict(err); rest.IsClerkStatus(err, http.StatusConflict) && !met && !errors.As(err, &taken) {
		err = &rest.Taken{Err: err, Holder: p.From + "/" + p.To} // whatever the code
	}
	return made, err
}

func (m *Machine) scopes(id string) bool {
	for _, other := range m.ScopedMachines {
		if other.ID == id {
			return true
		}
	}
	return false
}

// lacksScopes returns an error if the answer does not show whom the machine has access to: that nothing is shown then tells nothing.
func (m *Machine) lacksScopes() error {
	for _, l := range m.Lacks() {
		if strings.HasPrefix(l.Field, "scoped_machines") {
			return rest.WithReason(rest.Unreadable, fmt.Errorf("the machine %s: the answer is not what Clerk sends: it lacks %s", m.ID, l.Field))
		}
	}
	return nil
}

// Get reads a scope from its machine. If that does not have the access, IsNotFound is true for the error. Concurrent reads share
// requests.
func (s *MachineScopes) Get(ctx context.Context, id string) (*MachineScope, error) {
	from, to, _ := strings.Cut(id, "/")
	path, err := rest.JoinPath(s.machines.path(from, "scopes", to)...)
	if err != nil {
		return nil, err
	}
	// A list may lag, so that only the machine itself may report it as gone.
	for _, read := range []func(context.Context, string) (*Machine, error){s.machines.Get, s.machines.getOne} {
		m, err := read(ctx, from)
		if err != nil {
			return nil, err
		}
		if m.scopes(to) {
			return &MachineScope{From: from, To: to}, nil
		}
		if err := m.lacksScopes(); err != nil {
			return nil, err
		}
	}
	return nil, &rest.Error{
		Status: http.StatusNotFound, Method: http.MethodGet, Path: path,
		Items: []rest.ErrorItem{{Code: "resource_not_found", LongMessage: "The machine " + from + " has no access to the machine " + to + "."}},
	}
}

// Delete is DELETE /machines/{machine_id}/scopes/{other_machine_id}. If either machine is gone, or the access is, IsNotFound is true for
// the error.
func (s *MachineScopes) Delete(ctx context.Context, id string) error {
	from, to, _ := strings.Cut(id, "/")
	s.machines.noteWrite(from)
	s.t.ForgetMade(id) // another one may take its place
	return s.t.Do(ctx, rest.Call{Method: http.MethodDelete, Path: s.machines.path(from, "scopes", to), Shows: checkScope}, nil)
}

// List yields all scopes of the instance, or those of the machines that a search finds.
func (s *MachineScopes) List(ctx context.Context, search Search) iter.Seq2[MachineScope, error] {
	return func(yield func(MachineScope, error) bool) {
		for m, err := range s.machines.Search(ctx, search) {
			if err == nil {
				err = m.lacksScopes()
			}
			if err != nil {
				yield(MachineScope{}, err)
				return
			}
			for _, other := range m.ScopedMachines {
				if !yield(MachineScope{From: m.ID, To: other.ID, names: m.Name + " to " + other.Name}, nil) {
					return
				}
			}
		}
	}
}

// checkScope returns an error if a machine's access is not that of the machines that the path names. It has no id.
func checkScope(path []string, body []byte) error {
	var answer MachineScope
	if err := json.Unmarshal(body, &answer); err != nil {
		return rest.WithReason(rest.Unreadable, fmt.Errorf("the answer is not what Clerk sends: %w", err))
	}
	if answer.From == path[1] && answer.To != "" && (len(path) == 3 || answer.To == path[3]) {
		return nil
	}
	return rest.WithReason(rest.Unreadable, fmt.Errorf("the answer is about another object: the access of the machine %q to the machine %q, and not /%s", answer.From, answer.To, strings.Join(path, "/")))
}
