package rest

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/jsonvalue"
)

// Differences lists the fields in which an object differs from what was sent, as clauses.
type Differences []string

// NoteUnless adds a field unless it is the same.
func (d *Differences) NoteUnless(field string, same bool) {
	if !same {
		*d = append(*d, field+" differs")
	}
}

// Exceptions are the fields of a create, by their JSON names, that Clerk's answer does not repeat as they were sent. Unlike other
// fields they are compared even if they were not sent.
type Exceptions map[string]Exception

// Exception is the result of comparing such a field.
type Exception struct {
	field string // the name to report
	same  bool
}

// Compared is the exception of a field that was compared by other means: the name to report, and whether it is the same.
func Compared(field string, same bool) Exception { return Exception{field, same} }

// NotAnswered is the exception for a field that Clerk does not return, such as a secret.
var NotAnswered = Exception{same: true}

// CompareFields adds the fields of what was sent that the object has otherwise. Both are pointers to structs, whose JSON fields are
// compared by name. A field that the object's type does not have differs, unless it is an exception.
func (d *Differences) CompareFields(sent, object any, except Exceptions) {
	var sentFields, answeredFields map[string]json.RawMessage
	if err := errors.Join(FieldsOf(sent, &sentFields), FieldsOf(object, &answeredFields)); err != nil {
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
			d.NoteUnless(e.field, e.same)
		case given:
			d.NoteUnless(f.name, known && SameJSONValue(value, answeredFields[f.name]))
		}
	}
}

// FieldsOf decodes the JSON fields of a struct into out.
func FieldsOf(of any, out *map[string]json.RawMessage) error {
	text, err := json.Marshal(of)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, out)
}

// SameJSONValue reports whether a field has the value that was sent. Null, an empty value, and a missing field are the same.
func SameJSONValue(sent, has json.RawMessage) bool {
	if IsNull(sent) || IsNull(has) {
		return isEmpty(sent) && isEmpty(has)
	}
	return jsonvalue.Equal(string(sent), string(has))
}

// IsNull reports whether a field is missing or null.
func IsNull(value json.RawMessage) bool { return len(value) == 0 || string(value) == "null" }

func isEmpty(value json.RawMessage) bool {
	return IsNull(value) || slices.Contains([]string{`""`, "0", "false", "{}", "[]"}, string(value))
}

// SameTime compares an RFC 3339 time that was sent with Unix milliseconds. It is true if no time was sent.
func SameTime(sent Optional[string], has *int64) bool {
	if sent.value == nil {
		return !sent.set || has == nil
	}
	want, err := time.Parse(time.RFC3339, *sent.value)
	return err == nil && has != nil && want.UnixMilli() == *has
}

// SameElements reports whether two lists have the same values in any order, after fold was applied to each.
func SameElements(a, b []string, fold func(string) string) bool {
	a, b = MapEach(a, fold), MapEach(b, fold)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
