package clerk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Settings are the settings of the instance under one path of the API. T is what Clerk answers, and P are the fields of a change,
// which have the names that they have in the answer.
type Settings[T, P any] struct{ settingsOperations[T, P] }

// settingsOperations are those of settings.
type settingsOperations[T, P any] interface {
	Get(ctx context.Context) (*T, error)
	Update(ctx context.Context, p P) (*T, error)
}

// settings implements them.
type settings[T, P any] struct {
	t    *rest.Transport
	path []string
	// patchReads says that the API has no GET of the settings. A PATCH without fields then reads them, since its answer has all.
	patchReads bool
	// body is what a change sends. Optional: the fields as they are.
	body func(ctx context.Context, p P) (any, error)
	// always are values that Clerk lists among those of a field whether they were sent or not. Optional.
	always map[string][]string
}

func newSettings[T, P any](t *rest.Transport, path []string, patchReads bool) *Settings[T, P] {
	return &Settings[T, P]{&settings[T, P]{t: t, path: path, patchReads: patchReads}}
}

// Get reads the settings: GET of the path or, where the API has none, a PATCH whose body is {}.
func (s *settings[T, P]) Get(ctx context.Context) (*T, error) {
	if rest.IsRecheck(ctx) {
		return nil, rest.ErrNothingToRecheck // no list has shown them
	}
	c := rest.Call{Method: http.MethodGet, Path: s.path}
	if s.patchReads {
		c = rest.Call{Method: http.MethodPatch, Path: s.path, Body: struct{}{}, AnswersOther: true}
	}
	return rest.One[T](ctx, s.t, c)
}

// Update is PATCH of the path. The error is a *NotTaken, beside the settings as Clerk has them, if the answer shows a field otherwise
// than it was sent, or not at all. A text that Clerk merely spells otherwise is no such field.
func (s *settings[T, P]) Update(ctx context.Context, p P) (*T, error) {
	var body any = p
	if s.body != nil {
		var err error
		if body, err = s.body(ctx, p); err != nil {
			return nil, err
		}
	}
	answer, err := rest.One[T](ctx, s.t, rest.Call{Method: http.MethodPatch, Path: s.path, Body: body, AnswersOther: true})
	if err != nil {
		return nil, err
	}
	return answer, s.taken(p, answer)
}

// NotTaken is a change of settings that Clerk has answered without an error, and that its answer does not show as carried out.
type NotTaken struct {
	Fields  []string // Clerk's names of the fields
	Unshown []string // those of them that the answer lacks: whether they were stored is not known
	clause  []string // of each other field: what Clerk has instead
}

func (e *NotTaken) Error() string {
	var says []string
	if len(e.clause) > 0 {
		says = append(says, "did not store what it was sent: "+strings.Join(e.clause, "; "))
	}
	if len(e.Unshown) > 0 {
		says = append(says, "its answer does not show "+strings.Join(e.Unshown, ", ")+", so that nothing tells whether that was stored")
	}
	return "Clerk answered without an error, and " + strings.Join(says, ". And ")
}

// taken compares the fields that were sent with the answer.
func (s *settings[T, P]) taken(p P, answer *T) error {
	var sent, has map[string]json.RawMessage
	if err := errors.Join(rest.FieldsOf(p, &sent), rest.FieldsOf(answer, &has)); err != nil {
		return err
	}
	lacks, _ := any(answer).(interface{ Lacks() []rest.Lack })
	out := &NotTaken{}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if lacks != nil && slices.ContainsFunc(lacks.Lacks(), func(l rest.Lack) bool { return l.Field == name && !(l.Allowed && saysNothing(sent[name])) }) {
			out.Fields, out.Unshown = append(out.Fields, name), append(out.Unshown, name)
			continue
		}
		if clause := s.difference(name, sent[name], has[name]); clause != "" {
			out.Fields, out.clause = append(out.Fields, name), append(out.clause, clause)
		}
	}
	if len(out.Fields) == 0 {
		return nil
	}
	return out
}

// saysNothing reports whether a value is what an answer that leaves the field out stands for, where Clerk's contract allows that.
func saysNothing(v json.RawMessage) bool { return string(v) == "false" || string(v) == `""` }

// difference says how a field differs from what was sent; "" if it does not.
func (s *settings[T, P]) difference(name string, sent, has json.RawMessage) string {
	var wanted, listed []string
	var text, stored string
	switch {
	case rest.IsNull(sent), rest.SameJSONValue(sent, has), has == nil && saysNothing(sent): // null asks for Clerk's own value, whatever it is
		return ""
	case json.Unmarshal(sent, &wanted) == nil && json.Unmarshal(has, &listed) == nil:
		absent := func(from []string) func(string) bool {
			return func(one string) bool { return slices.Contains(from, one) || slices.Contains(s.always[name], one) }
		}
		dropped, added := slices.DeleteFunc(slices.Clone(wanted), absent(listed)), slices.DeleteFunc(slices.Clone(listed), absent(wanted))
		switch {
		case len(dropped) > 0:
			return fmt.Sprintf("it dropped %s from %s", strings.Join(quoted(dropped), ", "), name)
		case len(added) > 0:
			return fmt.Sprintf("it has %s in %s as well", strings.Join(quoted(added), ", "), name)
		}
		return ""
	case json.Unmarshal(sent, &text) == nil && json.Unmarshal(has, &stored) == nil && text != "" && stored != "":
		return ""
	case string(sent) == "true":
		has = json.RawMessage("false")
	case rest.IsNull(has):
		has = json.RawMessage(`""`)
	}
	return fmt.Sprintf("%s is %s, and not %s", name, has, sent)
}

func quoted(all []string) []string {
	return rest.MapEach(all, func(s string) string { return fmt.Sprintf("%q", s) })
}
