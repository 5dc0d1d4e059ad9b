package tf

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// read reads an object as Model does. What Clerk's answer lacks is not known: attributes
// that are read from it stay as the state has them, if there is one. It also returns the
// fields that the answer lacks against Clerk's contract, by attribute: where there is no
// state to keep, the attribute is not known at all.
func (o Object[M, A]) read(prior, state M, object A) (m M, lacking map[string]string) {
	m = o.Model(prior, object)
	lacks := lacksOf(object)
	if len(lacks) == 0 {
		return m, nil
	}
	exists := !o.ID(state).IsNull()
	lacking = map[string]string{}
	into, from := reflect.ValueOf(&m).Elem(), reflect.ValueOf(state)
	for attribute, index := range fieldsOf(reflect.TypeFor[M]()) {
		for _, l := range lacks {
			if !o.readsFrom(attribute, l.Field) {
				continue
			}
			if exists {
				into.FieldByIndex(index).Set(from.FieldByIndex(index))
			}
			if !l.Allowed {
				lacking[attribute] = l.Field
			}
		}
	}
	return m, lacking
}

// lacks reports whether an answer lacks what an attribute is read from.
func (o Object[M, A]) lacks(attribute string, object A) bool {
	return slices.ContainsFunc(lacksOf(object), func(l clerk.Lack) bool { return o.readsFrom(attribute, l.Field) })
}

// Known is an error if an answer of Clerk's lacks what an attribute is read from.
func (o Object[M, A]) Known(attribute string, object A) error {
	for _, l := range lacksOf(object) {
		if o.readsFrom(attribute, l.Field) {
			return lacksError(map[string]string{attribute: l.Field})
		}
	}
	return nil
}

// Whole is an error if an answer lacks what Clerk's contract has in it. It is for those
// who have no state that could keep it, such as data sources.
func Whole(answer any) error {
	lacking := map[string]string{}
	for _, l := range lacksOf(answer) {
		if !l.Allowed {
			lacking[l.Field] = l.Field
		}
	}
	return lacksError(lacking)
}

// readsFrom reports whether an attribute is read from a field of Clerk's, or from one
// inside it.
func (o Object[M, A]) readsFrom(attribute, field string) bool {
	sources, ok := o.Sources[attribute]
	if !ok {
		return attribute == field
	}
	return slices.ContainsFunc(sources, func(s string) bool { return s == field || strings.HasPrefix(s, field+".") })
}

func lacksOf(object any) []clerk.Lack {
	if answered, ok := object.(interface{ Lacks() []clerk.Lack }); ok {
		return answered.Lacks()
	}
	return nil
}

// lacksError is the error of what an answer lacks, or nil.
func lacksError(lacking map[string]string) error {
	if len(lacking) == 0 {
		return nil
	}
	fields := slices.Compact(slices.Sorted(maps.Values(lacking)))
	return Unexpected(fmt.Errorf("an answer of Clerk's lacks %s, and nothing else tells what Clerk has there", strings.Join(fields, ", ")))
}

// unplanned are the lacking fields of which the plan does not say what becomes of them.
func unplanned(lacking map[string]string, planned tftypes.Value) map[string]string {
	var values map[string]tftypes.Value
	if planned.As(&values) != nil {
		return lacking
	}
	maps.DeleteFunc(lacking, func(attribute, _ string) bool { return values[attribute].IsFullyKnown() })
	return lacking
}
