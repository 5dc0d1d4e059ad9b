package conformance_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
)

// object is an object as Clerk's API shows it, by field.
type object map[string]json.RawMessage

func parsed(text string) object {
	var o object
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err)
	}
	return o
}

// objects are those of a field that is a list.
func (o object) objects(field string) (all []object) {
	if err := json.Unmarshal(o[field], &all); err != nil {
		panic(err)
	}
	return all
}

// object is a field that is an object; nil if it is null.
func (o object) object(field string) object { return parsed(string(o[field])) }

// text is a field that is a text; "" if it is null, or not there.
func (o object) text(field string) string {
	var s string
	_ = json.Unmarshal(o[field], &s)
	return s
}

// collection is the path of all objects, such as "/jwt_templates".
func (s *subject) collection() string { return s.path[:strings.LastIndex(s.path, "/")] }

// kind is the objects' place in the state of a local Clerk, such as "jwt_templates".
func (s *subject) kind() string {
	return cmp.Or(s.plural, strings.TrimPrefix(s.collection(), "/"))
}

// leaves reports whether a destroy leaves objects of the kind.
func (s *subject) leaves(kind string) bool { return s.stays != "" && s.path != "" && kind == s.kind() }

// held is what Clerk holds of the object, by argument, read from the local Clerk itself;
// nil if the object is gone.
func (s *subject) held(w *acctest.World, state cty.Value) map[string]cty.Value {
	var o object
	if s.object != nil {
		o = s.object(w, state)
	} else if text, ok := w.Held(s.kind())[attribute(state, "id")]; ok {
		o = parsed(text)
	}
	if o == nil {
		return nil
	}
	out := map[string]cty.Value{}
	for argument := range s.arguments {
		if field := s.fields[argument]; field != nil {
			out[argument] = field(o)
		} else if raw, ok := o[argument]; ok {
			out[argument] = heldValue(raw, state.Type().AttributeType(argument))
		} else {
			w.TB.Fatalf("Clerk's object has no field %s: the subject has to say where it is", argument)
		}
	}
	return out
}

// heldValue is a field as an argument of that type.
func heldValue(raw json.RawMessage, as cty.Type) cty.Value {
	var v any
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		panic(err)
	}
	switch v := v.(type) {
	case nil:
		if as == cty.String {
			return cty.StringVal("")
		}
		return cty.NullVal(as)
	case bool:
		return cty.BoolVal(v)
	case string:
		return cty.StringVal(v)
	case json.Number:
		if as == cty.String { // a time
			millis, _ := v.Int64()
			return cty.StringVal(time.UnixMilli(millis).UTC().Format(time.RFC3339Nano))
		}
		return cty.MustParseNumberVal(v.String())
	case []any:
		var all []string
		for _, e := range v {
			all = append(all, fmt.Sprint(e))
		}
		return texts(all)
	}
	return cty.StringVal(string(raw))
}

// ids are the objects of the type that there are, but for those that were there before.
func (s *subject) ids(w *acctest.World, before map[string]map[string]string) []string {
	if s.exist != nil {
		return s.exist(w)
	}
	var out []string
	for id := range w.Held(s.kind()) {
		if _, was := before[s.kind()][id]; !was {
			out = append(out, id)
		}
	}
	return out
}

// remove deletes an object outside Terraform.
func (s *subject) remove(w *acctest.World, id string) error {
	if s.delete != nil {
		return s.delete(w, id)
	}
	return ask(w, "DELETE "+s.collection()+"/"+id, "")
}

// importID is what terraform import takes.
func (s *subject) importID(state cty.Value) string {
	if s.id == nil {
		return attribute(state, "id")
	}
	var parts []string
	for _, name := range s.id {
		parts = append(parts, attribute(state, name))
	}
	return strings.Join(parts, "/")
}

// known is what terraform import takes as well: what a person knows the object by.
func (s *subject) known(w *acctest.World, state cty.Value) string {
	if s.key != nil {
		return s.key(w, state)
	}
	return attribute(state, s.keys[0])
}

// ask is a request outside Terraform, such as "PATCH /users/{user_id}", which meets no
// fault.
func ask(w *acctest.World, operation, body string) error {
	method, path, _ := strings.Cut(operation, " ")
	status, answer, err := acctest.Aside(w.TB.Context(), w.Sim, method, "/v1"+path, w.Sim.SecretKey(), body)
	if err != nil || status >= http.StatusMultipleChoices {
		return fmt.Errorf("%s %s answered %d %s (%w)", operation, body, status, answer, err)
	}
	return nil
}

var parameter = regexp.MustCompile(`\{\w+\}`)

// asks is a change outside Terraform: a request about the object of a state, whose
// attributes take the places of the parameters in the path, or else its id.
func asks(operation, body string) outside {
	return func(w *acctest.World, state cty.Value) error {
		return ask(w, parameter.ReplaceAllStringFunc(operation, func(name string) string {
			if name = strings.Trim(name, "{}"); !state.Type().HasAttribute(name) {
				name = "id"
			}
			return attribute(state, name)
		}), body)
	}
}

// patch changes fields of the object outside Terraform, "{id}" in them being its id, and
// "{lower id}" the same in lowercase letters.
func (s *subject) patch(w *acctest.World, state cty.Value, fields object) error {
	if has, ok := w.Held(s.kind())[attribute(state, "id")]; ok {
		for _, name := range s.patched {
			if _, changes := fields[name]; !changes {
				fields[name] = parsed(has)[name]
			}
		}
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	id := attribute(state, "id")
	return asks("PATCH "+s.path, strings.NewReplacer("{id}", id, "{lower id}", strings.ToLower(id)).Replace(string(body)))(w, state)
}

// drift changes an argument outside Terraform.
func (s *subject) drift(w *acctest.World, state cty.Value, argument string) error {
	if a := s.arguments[argument]; a.outside != nil {
		return a.outside(w, state)
	}
	return s.patch(w, state, parsed(s.arguments[argument].patch))
}

// driftless says why an argument does not drift; "" if it does.
func (s *subject) driftless(argument string) string {
	a := s.arguments[argument]
	if a.noDrift == "" && a.replaces && a.patch == "" && a.outside == nil {
		return "Clerk cannot change it; another one is another object"
	}
	return a.noDrift
}

// unasked is a computed attribute that is null unless a write-only argument asks for it.
const unasked = "computed, if it is asked for"

// also are what the plan of a change has beside it: of a replacement, what is left to
// Clerk.
func (s *subject) also(t *driver.Type, argument string) []string {
	also := s.arguments[argument].also
	for name, a := range t.Attributes {
		if s.arguments[argument].replaces && a.Computed && !a.Optional && s.fixed[name] != unasked {
			also = append(slices.Clone(also), name)
		}
	}
	return also
}

// writes are what Clerk is asked for a change of an argument.
func (s *subject) writes(argument string) []string {
	if writes := s.arguments[argument].writes; writes != nil {
		return writes
	}
	return []string{cmp.Or(s.merges, "PATCH "+s.path)}
}

// drawChangeOutside draws a change outside Terraform, and carries it out: that of one of
// the arguments that drift, where JSON is any other as well.
func (q *sequence) drawChangeOutside() error {
	if q.s.changeOutside != nil {
		return q.s.changeOutside(q.rt, q.World, q.state.Value)
	}
	all := slices.DeleteFunc(slices.Sorted(maps.Keys(q.s.arguments)), func(a string) bool { return q.s.driftless(a) != "" })
	if len(all) == 0 {
		return nil
	}
	argument := rapid.SampledFrom(all).Draw(q.rt, "changed outside")
	if patch := q.s.arguments[argument].patch; patch != "" {
		fields := parsed(patch)
		if text := q.state.Value.Type().AttributeType(argument) == cty.String; text && strings.HasPrefix(string(fields[argument]), "{") && rapid.Bool().Draw(q.rt, "any JSON") {
			fields[argument] = json.RawMessage(drawJSON(q.rt, "outside"))
		}
		return q.s.patch(q.World, q.state.Value, fields)
	}
	return q.s.drift(q.World, q.state.Value, argument)
}

// draw draws the arguments of a valid configuration.
func (q *sequence) draw() map[string]cty.Value {
	if q.s.draw != nil {
		return q.s.draw(q.rt, q.vars, q.value())
	}
	read := func(hcl string) map[string]cty.Value {
		return q.Core.Arguments(q.t, hcl, map[string]cty.Value{"var": cty.ObjectVal(q.vars)})
	}
	values, minimal, full := map[string]cty.Value{}, read(q.s.minimal), read(q.s.full)
	// What has to change with another argument is mentioned with it, and not without.
	with, belongs := map[string]map[string]cty.Value{}, map[string]bool{}
	for name, a := range q.s.arguments {
		with[name] = read(a.with)
		for other := range with[name] {
			belongs[other] = true
		}
	}
	value := func(name string) cty.Value {
		from := []cty.Value{full[name]}
		if v, ok := minimal[name]; ok {
			from = append(from, v)
		}
		if to := q.s.arguments[name].to; to != "" {
			from = append(from, read(name + " = " + to)[name])
		}
		v := rapid.SampledFrom(from).Draw(q.rt, name)
		switch {
		case q.s.fixed[name] == version:
			v = cty.NumberIntVal(rapid.Int64Range(1, 2).Draw(q.rt, "version"))
		case v.Type() == cty.String && strings.HasPrefix(v.AsString(), "{") && q.s.noNull:
			v = cty.StringVal(drawOwned(q.rt))
		case v.Type() == cty.String && strings.HasPrefix(v.AsString(), "{") && rapid.Bool().Draw(q.rt, "any JSON"):
			v = cty.StringVal(drawJSON(q.rt, name))
		}
		return v
	}
	for _, name := range slices.Sorted(maps.Keys(full)) {
		_, required := minimal[name]
		if belongs[name] || !required && !rapid.Bool().Draw(q.rt, "mentions "+name) {
			continue
		}
		values[name] = value(name)
		changed := !values[name].RawEquals(full[name])
		for _, other := range slices.Sorted(maps.Keys(with[name])) {
			if !changed {
				values[other] = value(other)
			} else if v := with[name][other]; !v.IsNull() {
				values[other] = v
			}
		}
	}
	if q.s.settle != nil {
		q.s.settle(values)
	}
	return values
}
