package clerksim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// jsonType is the JSON type of a body field.
type jsonType int

const (
	aText    jsonType = iota // a string
	aFlag                    // a boolean
	aNumber                  // an integer
	aTime                    // a string in RFC 3339
	anObject                 // a JSON object, kept as it was sent
	aList                    // an array of strings
	anything                 // any JSON, kept as it was sent
)

// rule says what values a body field takes.
type rule struct {
	kind     jsonType
	required bool
	nullable bool
	min, max int64 // range of a number, or longest text and list (max), where max > 0
	oneOf    []string
	check    func(param, value string) *failure // of a text, and of each text of a list
}

func (r rule) need() rule                             { r.required = true; return r }
func (r rule) orNull() rule                           { r.nullable = true; return r }
func (r rule) within(low, high int64) rule            { r.min, r.max = low, high; return r }
func (r rule) in(values ...string) rule               { r.oneOf = values; return r }
func (r rule) must(f func(p, v string) *failure) rule { r.check = f; return r }

var (
	text     = rule{kind: aText}
	flag     = rule{kind: aFlag}
	number   = rule{kind: aNumber}
	instant  = rule{kind: aTime}
	object   = rule{kind: anObject}
	textList = rule{kind: aList}
)

// shape declares the body of an operation. An open shape ignores fields that
// it does not name, as the OpenAPI document allows for some operations.
type shape struct {
	fields map[string]rule
	open   bool
	as400  bool   // what is wrong is answered with 400, which is all that the document has
	openBy string // the assumption that says whether an open shape ignores them; "" is extra_fields
}

// value is one decoded field: null, or of its rule's kind.
type value struct {
	null   bool
	text   string
	flag   bool
	number int64 // also a time, in ms
	list   []string
	raw    json.RawMessage // as an answer shows it
}

// params are the fields that a body mentions. Each of its methods tells a
// value from null and from a field that is not there.
type params map[string]value

// has reports whether the field is there with a value.
func (p params) has(name string) bool { v, ok := p[name]; return ok && !v.null }

// cleared reports whether the field is there as null.
func (p params) cleared(name string) bool { v, ok := p[name]; return ok && v.null }

func (p params) text(name string) string         { return p[name].text }
func (p params) flag(name string) bool           { return p[name].flag }
func (p params) number(name string) int64        { return p[name].number }
func (p params) list(name string) []string       { return p[name].list }
func (p params) raw(name string) json.RawMessage { return p[name].raw }

// fill gives an object those fields of the body that have a value and that its
// answer shows by the same name. What the object pointed to stays as it was, since
// older versions may share it.
func (p params) fill(object any) {
	v := reflect.ValueOf(object).Elem()
	for _, field := range reflect.VisibleFields(v.Type()) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); p.has(name) {
			fresh := reflect.New(field.Type)
			_ = json.Unmarshal(p.raw(name), fresh.Interface()) // the shape has checked its type
			v.FieldByIndex(field.Index).Set(fresh.Elem())
		}
	}
}

// decode reads a body by its shape. An empty body and `null` have no fields.
func (s shape) decode(body []byte) (params, *failure) {
	out := params{}
	fields := map[string]json.RawMessage{}
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 {
		if !json.Valid(trimmed) || !utf8.Valid(trimmed) {
			return nil, fail(http.StatusBadRequest, "request_body_invalid", "Request body invalid", "The request body is invalid. Please consult the API documentation for more information.")
		}
		if err := json.Unmarshal(trimmed, &fields); err != nil {
			return nil, fail(http.StatusUnprocessableEntity, "form_param_value_invalid", "is invalid", "The request body must be a JSON object.")
		}
	}
	var found problems
	for name, raw := range fields {
		r, known := s.fields[name]
		if !known {
			if !s.open {
				found.add(unknownParam(name))
			}
			continue
		}
		v, f := r.decode(name, raw)
		found.add(f)
		out[name] = v
	}
	for name, r := range s.fields {
		if _, there := out[name]; r.required && !there {
			found.add(missing(name))
		}
	}
	return out, found.err()
}

func (r rule) decode(name string, raw json.RawMessage) (value, *failure) {
	if string(raw) == "null" {
		if !r.nullable {
			return value{}, isNull(name)
		}
		return value{null: true}, nil
	}
	v := value{raw: compact(raw)}
	switch r.kind {
	case aText:
		if json.Unmarshal(raw, &v.text) != nil {
			return v, invalidValue(name, "must be a string")
		}
		if r.required && v.text == "" {
			return v, isNull(name)
		}
		return v, r.checkText(name, v.text)
	case aFlag:
		if json.Unmarshal(raw, &v.flag) != nil {
			return v, invalidValue(name, "must be a boolean")
		}
	case aNumber:
		if json.Unmarshal(raw, &v.number) != nil {
			return v, invalidValue(name, "must be an integer")
		}
		if r.max > 0 && (v.number < r.min || v.number > r.max) {
			return v, outOfRange(name, r.min, r.max)
		}
	case aTime:
		if json.Unmarshal(raw, &v.text) != nil {
			return v, invalidValue(name, "must be a string")
		}
		at, err := time.Parse(time.RFC3339, v.text)
		if err != nil {
			return v, wrong(name, "form_param_invalid_time", "is invalid", name+" must be a time in RFC 3339 format.")
		}
		v.number = at.UnixMilli()
		v.raw = strconv.AppendInt(nil, v.number, 10)
	case anObject:
		if raw[0] != '{' {
			return v, invalidValue(name, "must be a JSON object")
		}
	case aList:
		// An element that is null is no string, but Unmarshal would take it.
		var elements []*string
		if json.Unmarshal(raw, &elements) != nil {
			return v, invalidValue(name, "must be an array of strings")
		}
		if r.max > 0 && (int64(len(elements)) < r.min || int64(len(elements)) > r.max) {
			return v, wrong(name, "form_param_array_size_exceeded", "is invalid", name+" has too few or too many elements.")
		}
		v.list = make([]string, len(elements))
		for i, e := range elements {
			if e == nil {
				return v, invalidValue(name, "must be an array of strings")
			}
			if f := r.checkText(name, *e); f != nil {
				return v, f
			}
			v.list[i] = *e
		}
	}
	return v, nil
}

func (r rule) checkText(name, s string) *failure {
	if r.kind == aText && r.max > 0 && int64(utf8.RuneCountInString(s)) > r.max {
		return wrong(name, "form_param_max_length_exceeded", "is too long", name+" is too long.")
	}
	if len(r.oneOf) > 0 && !contains(r.oneOf, s) {
		return notOneOf(name, r.oneOf)
	}
	if r.check != nil {
		return r.check(name, s)
	}
	return nil
}

// compact drops white space, and never fails on what json.Valid accepted.
func compact(raw json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	_ = json.Compact(&b, raw)
	return b.Bytes()
}
