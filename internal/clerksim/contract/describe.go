package contract

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxProblems bounds what is told of one body: one mistake in a list of 500
// users is the same mistake 500 times.
const maxProblems = 10

// validate says how the value fails the schema. Valid values are the rule, so
// the first visit collects no details.
func validate(schema *openapi3.Schema, value any) []string {
	if schema.VisitJSON(value, openapi3.FailFast()) == nil {
		return nil
	}
	return describe(visit(schema, value), nil)
}

func visit(schema *openapi3.Schema, value any) error {
	return schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.DisableSchemaErrorDetails())
}

// describe tells each failure with the place where it is, under the given one.
func describe(err error, at []string) []string {
	// No errors.As here: it would look into the failure of a composed schema,
	// and find the faults of the members that the value was not meant for.
	if several, ok := err.(openapi3.MultiError); ok { //nolint:errorlint // see above
		var problems []string
		for _, one := range several {
			problems = append(problems, describe(one, at)...)
		}
		return problems
	}
	failure := new(openapi3.SchemaError)
	if !errors.As(err, &failure) {
		return []string{err.Error()}
	}
	at = slices.Concat(at, failure.JSONPointer())
	if inner := describeMembers(failure, at); len(inner) > 0 {
		return inner
	}
	reason := failure.Reason
	if reason == "" {
		reason = "fails " + failure.SchemaField
	}
	if len(at) == 0 {
		return []string{reason}
	}
	return []string{fmt.Sprintf("at /%s: %s", strings.Join(at, "/"), reason)}
}

// describeMembers tells how the value fails the member of a composed schema
// that it was meant for.
func describeMembers(failure *openapi3.SchemaError, at []string) []string {
	var members openapi3.SchemaRefs
	switch failure.SchemaField {
	case "allOf":
		members = failure.Schema.AllOf
	case "oneOf":
		members = taggedAlike(failure.Schema.OneOf, failure.Value)
	case "anyOf":
		members = taggedAlike(failure.Schema.AnyOf, failure.Value)
	}
	var problems []string
	for _, member := range members {
		if err := visit(member.Value, failure.Value); err != nil {
			problems = append(problems, describe(err, at)...)
		}
	}
	return problems
}

// taggedAlike finds the one member whose tags, properties that allow a single
// value, are those of the object. It gives none if several would do.
func taggedAlike(members openapi3.SchemaRefs, value any) openapi3.SchemaRefs {
	object, _ := value.(map[string]any)
	var alike openapi3.SchemaRefs
	for _, member := range members {
		if hasTags(member.Value, object) {
			alike = append(alike, member)
		}
	}
	if len(alike) > 1 {
		return nil
	}
	return alike
}

func hasTags(schema *openapi3.Schema, object map[string]any) bool {
	for name, property := range schema.Properties {
		value, present := object[name]
		if enum := property.Value.Enum; present && len(enum) == 1 && enum[0] != value {
			return false
		}
	}
	return len(object) > 0
}

func prefixed(where string, problems []string) []string {
	if more := len(problems) - maxProblems; more > 0 {
		problems = append(problems[:maxProblems:maxProblems], fmt.Sprintf("and %d more", more))
	}
	for i, problem := range problems {
		problems[i] = where + ": " + problem
	}
	return problems
}
