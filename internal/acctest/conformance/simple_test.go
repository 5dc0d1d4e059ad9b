package conformance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// simple fills in what a subject leaves out of a type whose objects stand under
// /plural/{id} in the API, with fields named as the arguments, and are imported by id.
func simple(plural string, s *subject) *subject {
	if s.held == nil {
		s.held = func(w *acctest.World, state cty.Value) map[string]cty.Value {
			w.TB.Helper()
			object, ok := w.Everything()[plural][attribute(state, "id")]
			if !ok {
				return nil
			}
			return heldIn(w, object, w.Core.Type(s.name).Object(nil).Type())
		}
	}
	if s.remove == nil {
		s.remove = func(w *acctest.World, state cty.Value) error {
			return send(w, http.MethodDelete, plural, attribute(state, "id"), nil)
		}
	}
	if s.exist == nil {
		s.exist = func(w *acctest.World, _ map[string]cty.Value) []string {
			ids := maps.Clone(w.Everything()[plural])
			maps.DeleteFunc(ids, func(_, object string) bool { return strings.Contains(object, "bystander") })
			return slices.Sorted(maps.Keys(ids))
		}
		s.purge = func(w *acctest.World, _ map[string]cty.Value, id string) error {
			return send(w, http.MethodDelete, plural, id, nil)
		}
	}
	if s.id == nil {
		s.id = func(state cty.Value) string { return attribute(state, "id") }
	}
	if s.meddle == nil {
		s.meddle = s.driftAtRandom
	}
	return s
}

// heldIn are the fields of an object of the API, as attributes of the same name.
func heldIn(w *acctest.World, object string, attributes cty.Type) map[string]cty.Value {
	w.TB.Helper()
	var fields map[string]json.RawMessage
	w.Must(json.Unmarshal([]byte(object), &fields))
	held := map[string]cty.Value{}
	for name, raw := range fields {
		if name == "id" || !attributes.HasAttribute(name) {
			continue
		}
		switch typ := attributes.AttributeType(name); typ {
		case cty.String:
			text := string(raw)
			if strings.HasPrefix(text, `"`) {
				w.Must(json.Unmarshal(raw, &text))
			}
			held[name] = cty.StringVal(text)
		case cty.Bool:
			held[name] = cty.BoolVal(string(raw) == "true")
		case cty.Number:
			held[name] = cty.MustParseNumberVal(string(raw))
		default:
			w.TB.Fatalf("%s is of the type %s, which the subject has to read itself", name, typ.FriendlyName())
		}
	}
	return held
}

// send is a request to the local Clerk, past the provider and its client. It is repeated
// when it meets a fault.
func send(w *acctest.World, method, plural, id string, body map[string]any) error {
	w.TB.Helper()
	text, err := json.Marshal(body)
	w.Must(err)
	for attempt := 0; ; attempt++ {
		r, err := http.NewRequestWithContext(w.TB.Context(), method, "http://localhost/v1/"+plural+"/"+id, strings.NewReader(string(text)))
		w.Must(err)
		r.Header.Set("Authorization", "Bearer "+w.Sim.SecretKey())
		r.Header.Set("Content-Type", "application/json")
		answer, err := w.Sim.RoundTrip(r)
		if err == nil {
			err = answer.Body.Close()
		}
		switch {
		case err == nil && (answer.StatusCode == http.StatusOK || attempt > 0 && answer.StatusCode == http.StatusNotFound && method == http.MethodDelete):
			return nil
		case err == nil:
			err = fmt.Errorf("%s /%s/%s: %s", method, plural, id, answer.Status)
		}
		if attempt == 10 || err != nil && answer != nil && answer.StatusCode < http.StatusInternalServerError && answer.StatusCode != http.StatusTooManyRequests {
			return err
		}
	}
}

// driftAtRandom carries out one of the drifts, if there are any.
func (s *subject) driftAtRandom(rt *rapid.T, w *acctest.World, state cty.Value) error {
	arguments := slices.DeleteFunc(slices.Sorted(maps.Keys(s.drifts)), func(name string) bool { return s.drifts[name].outside == nil })
	if len(arguments) == 0 {
		return nil
	}
	return s.drifts[rapid.SampledFrom(arguments).Draw(rt, "drift")].outside(w, state)
}

// drawOneOf draws the value of the one argument of a type.
func drawOneOf(argument string, values ...string) func(*rapid.T, map[string]cty.Value, cty.Value) map[string]cty.Value {
	return func(rt *rapid.T, _ map[string]cty.Value, _ cty.Value) map[string]cty.Value {
		return map[string]cty.Value{argument: cty.StringVal(rapid.SampledFrom(values).Draw(rt, argument))}
	}
}
