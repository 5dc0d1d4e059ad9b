package tf

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
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
			member, reads := o.readsFrom(attribute, l.Field)
			if !reads {
				continue
			}
			if field := into.FieldByIndex(index); exists && member == "" {
				field.Set(from.FieldByIndex(index))
			} else if exists {
				keepMember(field, from.FieldByIndex(index), member)
			}
			if !l.Allowed {
				lacking[attribute] = l.Field
			}
		}
	}
	return m, lacking
}

// lacks reports whether an answer lacks what an attribute is read from as a whole, or else
// which members of it.
func (o Object[M, A]) lacks(attribute string, object A) (whole bool, members []string) {
	for _, l := range lacksOf(object) {
		member, reads := o.readsFrom(attribute, l.Field)
		first, _, _ := strings.Cut(member, ".")
		switch {
		case reads && member == "":
			return true, nil
		case reads:
			members = append(members, first)
		}
	}
	return false, members
}

// withMembers is an object with some members as they are in another one.
func withMembers(object, from tftypes.Value, members []string) tftypes.Value {
	all, other := valuesOf(object), valuesOf(from)
	if all == nil || other == nil {
		return object
	}
	for _, name := range members {
		if _, has := all[name]; has {
			all[name] = other[name]
		}
	}
	return tftypes.NewValue(object.Type(), all)
}

// Known is an error if an answer of Clerk's lacks what an attribute is read from.
func (o Object[M, A]) Known(attribute string, object A) error {
	for _, l := range lacksOf(object) {
		if _, reads := o.readsFrom(attribute, l.Field); reads {
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
// inside it. member is the name of the member that would be read from that one, if the
// attribute has it, with a dot before the name of one inside another; "" means the
// attribute as a whole.
func (o Object[M, A]) readsFrom(attribute, field string) (member string, reads bool) {
	sources, ok := o.Sources[attribute]
	if !ok {
		return "", attribute == field
	}
	for _, source := range sources {
		object, each := strings.CutSuffix(source, ".*")
		if object == field || strings.HasPrefix(object, field+".") {
			return "", true
		}
		if member, inside := strings.CutPrefix(field, object+"."); each && inside {
			return member, true
		}
	}
	return "", false
}

// keepMember sets a member of an object, if it has one of the name, to what it is in
// another: null if that is null.
func keepMember(into, from reflect.Value, member string) {
	fresh, isObject := into.Interface().(types.Object)
	prior, wasObject := from.Interface().(types.Object)
	if isObject && wasObject {
		into.Set(reflect.ValueOf(withMember(fresh, prior, strings.Split(member, "."))))
	}
}

func withMember(fresh, prior types.Object, member []string) types.Object {
	name, memberTypes, all := member[0], fresh.AttributeTypes(typesNeedNoContext), fresh.Attributes()
	if _, has := all[name]; !has {
		return fresh
	}
	value, had := prior.Attributes()[name]
	if !had {
		value = emptyValue(memberTypes[name], nil)
	}
	if len(member) > 1 {
		inFresh, isObject := all[name].(types.Object)
		inPrior, wasObject := value.(types.Object)
		if !isObject || !wasObject {
			return fresh
		}
		value = withMember(inFresh, inPrior, member[1:])
	}
	all[name] = value
	return types.ObjectValueMust(memberTypes, all)
}

func lacksOf(object any) []rest.Lack {
	if answered, ok := object.(interface{ Lacks() []rest.Lack }); ok {
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
