package clerk

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/jsonvalue"
)

// differences are the fields in which an object is not what was sent.
type differences []string

func (d *differences) noteUnless(field string, same bool) {
	if !same {
		*d = append(*d, field+" differs")
	}
}

// exceptions are fields of a create, by their names in JSON, that Clerk does not answer
// as they were sent. They are compared also where they were not sent.
type exceptions map[string]exception

// exception is how such a field compares.
type exception struct {
	field string // the name of the field that differs if it is not the same
	same  bool
}

// notAnswered is a field that Clerk's answer does not tell: a secret, say.
var notAnswered = exception{same: true}

// compare notes the fields of what was sent that an object does not have. Both are
// pointers to structs, and compared by their JSON: equal names have equal values. A
// field that the object's type lacks, and that is no exception, differs.
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

// fields are those of a struct, as JSON.
func fields(of any, out *map[string]json.RawMessage) error {
	text, err := json.Marshal(of)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, out)
}

// agrees reports whether a field has what was sent. Null is the same as an empty value,
// and so is a field that was left out of the answer.
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

// agreesInTime is agrees of an RFC 3339 time and one in Unix milliseconds.
func sameTime(sent Optional[string], has *int64) bool {
	if sent.value == nil {
		return !sent.set || has == nil
	}
	want, err := time.Parse(time.RFC3339, *sent.value)
	return err == nil && has != nil && want.UnixMilli() == *has
}

// same reports whether two lists have the same values, in whatever order.
func sameElements(a, b []string, fold func(string) string) bool {
	a, b = mapEach(a, fold), mapEach(b, fold)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
