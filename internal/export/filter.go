package export

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Filter is an argument of the list resources that chooses objects. One that
// takes several values is given several times.
type Filter struct{ Name, Value string }

// ParseFilter reads name=value.
func ParseFilter(s string) (Filter, error) {
	name, value, ok := strings.Cut(s, "=")
	if !ok || name == "" || value == "" {
		return Filter{}, fmt.Errorf("it takes name=value, such as banned=true")
	}
	return Filter{name, value}, nil
}

// notFilters are arguments of list resources that choose nothing: the order of
// what is written is that of ids, and secrets are never written.
var notFilters = []string{"order_by", "include_private_metadata"}

// filters are those that a type has, sorted, with their types.
func (s *source) filters(typ string) (names []string, types map[string]tftypes.Type) {
	types = map[string]tftypes.Type{}
	for _, a := range s.schemas.ListResourceSchemas[typ].Block.Attributes {
		if _, ok := filterValue(a.Type, []string{"true"}); ok && !slices.Contains(notFilters, a.Name) {
			names, types[a.Name] = append(names, a.Name), a.Type
		}
	}
	slices.Sort(names)
	return names, types
}

// missing are the filters that Clerk lists no object of a type without, and that are not
// given.
func (s *source) missing(typ string, filters []Filter) (names []string) {
	for _, a := range s.schemas.ListResourceSchemas[typ].Block.Attributes {
		if a.Required && !slices.ContainsFunc(filters, func(f Filter) bool { return f.Name == a.Name }) {
			names = append(names, a.Name)
		}
	}
	return names
}

func (s *source) has(typ, name string) bool {
	names, _ := s.filters(typ)
	return slices.Contains(names, name)
}

func (s *source) hasAll(typ string, filters []Filter) bool {
	return !slices.ContainsFunc(filters, func(f Filter) bool { return !s.has(typ, f.Name) })
}

func (s *source) describeFilters(typ string) string {
	names, _ := s.filters(typ)
	if len(names) == 0 {
		return typ + " has no filters."
	}
	return typ + " has " + strings.Join(names, ", ") + "."
}

// query is the configuration of a type's list resource.
func (s *source) query(typ string, filters []Filter) (*tfprotov6.DynamicValue, error) {
	_, types := s.filters(typ)
	given := map[string][]string{}
	for _, f := range filters {
		given[f.Name] = append(given[f.Name], f.Value)
	}
	config := map[string]tftypes.Value{}
	for name, texts := range given {
		v, ok := filterValue(types[name], texts)
		switch {
		case !ok && len(texts) > 1:
			return nil, usage("The filter %s takes one value, and is given %s.", name, strings.Join(texts, ", "))
		case !ok:
			return nil, usage("The filter %s takes true or false, not %q.", name, texts[0])
		}
		config[name] = v
	}
	return block(s.schemas.ListResourceSchemas[typ].Block, config)
}

// listsOf are the filters of each list that has objects of a type: one, unless the objects
// that Clerk lists them by are exported as well.
func (s *source) listsOf(w *writer, typ string, filters []Filter) [][]Filter {
	missing := s.missing(typ, filters)
	if len(missing) == 0 {
		return [][]Filter{filters}
	}
	argument := missing[0] // no type has two of them
	var all [][]Filter
	for _, of := range rules[typ].listedBy[argument] {
		for _, id := range slices.Sorted(maps.Keys(w.addresses[of])) {
			all = append(all, append(slices.Clone(filters), Filter{argument, id}))
		}
	}
	return all
}

// filterValue is the value of a filter that is given so often.
func filterValue(typ tftypes.Type, texts []string) (tftypes.Value, bool) {
	var v any = texts[0]
	switch {
	case typ == nil:
		return tftypes.Value{}, false
	case typ.Equal(tftypes.List{ElementType: tftypes.String}):
		var all []tftypes.Value
		for _, t := range texts {
			all = append(all, tftypes.NewValue(tftypes.String, t))
		}
		return tftypes.NewValue(typ, all), true
	case typ.Is(tftypes.Bool):
		b, err := strconv.ParseBool(texts[0])
		if err != nil {
			return tftypes.Value{}, false
		}
		v = b
	case !typ.Is(tftypes.String):
		return tftypes.Value{}, false
	}
	return tftypes.NewValue(typ, v), len(texts) == 1
}

// validate asks the provider whether the filters make sense.
func (s *source) validate(ctx context.Context, typ string, filters []Filter) error {
	for _, name := range s.missing(typ, filters) {
		filters = append(slices.Clone(filters), Filter{name, "some-id"}) // each list has one
	}
	config, err := s.query(typ, filters)
	if err != nil {
		return err
	}
	resp, err := s.lists.ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: typ, Config: config})
	if err != nil {
		return err
	}
	if err := s.problem(resp.Diagnostics); err != nil {
		return usage("%v", err)
	}
	return nil
}
