package clerk

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/jsonvalue"
)

// differences lists the fields in which an object differs from what was sent, as clauses.
type differences []string

// noteUnless adds a field unless it is the same.
func (d *differences) noteUnless(field string, same bool) {
	if !same {
		*d = append(*d, field+" differs")
	}
}

// exceptions are the fields of a create, by their JSON names, that Clerk's answer does not repeat as they were sent. Unlike other
// fields they are compared even if they were not sent.
type exceptions map[string]exception

// exception is the result of comparing such a field.
type exception struct {
	field string // the name to report
	same  bool
}

// notAnswered is the exception for a field that Clerk does not return, such as a secret.
var notAnswered = exception{same: true}

// compareFields adds the fields of what was sent that the object has otherwise. Both are pointers to structs, whose JSON fields are
// compared by name. A field that the object's type does not have differs, unless it is an exception.
func (d *differences) compareFields(sent, object any, except exceptions) {
	var sentFields, answeredFields map[string]json.RawMessage
	if err := errors.Join(fields(sent, &sentFields), fields(object, &answeredFields)); err != nil {
		*d = append(*d, "what cannot be compared: "+err.Error())
		return
	}
	answered := shapeOf(reflect.TypeOf(object)).index
	for _, f := range shapeOf(reflect.TypeOf(sent)).fields {
		value, given := sentFields[f.name]
		e, excepted := except[f.name]
		_, known := answered[f.name]
		switch {
		case excepted:
			d.noteUnless(e.field, e.same)
		case given:
			d.noteUnless(f.name, known && sameJSONValue(value, answeredFields[f.name]))
		}
	}
}

// fields decodes the JSON fields of a struct into out.
func fields(of any, out *map[string]json.RawMessage) error {
	text, err := json.Marshal(of)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, out)
}

// sameJSONValue reports whether a field has the value that was sent. Null, an empty value, and a missing field are the same.
func sameJSONValue(sent, has json.RawMessage) bool {
	if isNull(sent) || isNull(has) {
		return isEmpty(sent) && isEmpty(has)
	}
	return jsonvalue.Equal(string(sent), string(has))
}

func isNull(value json.RawMessage) bool { return len(value) == 0 || string(value) == "null" }

func isEmpty(value json.RawMessage) bool {
	return isNull(value) || slices.Contains([]string{`""`, "0", "false", "{}", "[]"}, string(value))
}

// sameTime compares an RFC 3339 time that was sent with Unix milliseconds. It is true if no time was sent.
func sameTime(sent Optional[string], has *int64) bool {
	if sent.value == nil {
		return !sent.set || has == nil
	}
	want, err := time.Parse(time.RFC3339, *sent.value)
	return err == nil && has != nil && want.UnixMilli() == *has
}

// sameElements reports whether two lists have the same values in any order, after fold was applied to each.
func sameElements(a, b []string, fold func(string) string) bool {
	a, b = mapEach(a, fold), mapEach(b, fold)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
