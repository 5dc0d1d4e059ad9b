package rest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Lack is a field that is missing in an answer, or that is null although Clerk's contract does not allow null there, such as in place
// of a list.
type Lack struct {
	// Field is Clerk's name of the field, with the names of the enclosing fields before it: "email_addresses.verification" if one
	// of the addresses lacks it.
	Field string
	// Allowed says that Clerk's contract allows the field to be left out. The field of the Go type then has omitempty.
	Allowed bool
}

// Answered is embedded in the types of answers that a state is read from. It records the fields that the answer lacks: their values
// are not known, although the Go type has a zero value for them.
//
// A field of the Go type with the tag absent:"none" is never lacking: where the contract lets a text or a flag inside another object be
// left out, and has no null for it, its absence says that there is none.
type Answered struct {
	lacks *[]Lack // nil if the answer lacks nothing, which is the normal case
}

// Lacks returns the fields that the answer lacks.
func (a Answered) Lacks() []Lack {
	if a.lacks == nil {
		return nil
	}
	return *a.lacks
}

// Lacking returns a copy that also lacks the field l.
func (a Answered) Lacking(l Lack) Answered {
	all := append(slices.Clip(a.Lacks()), l)
	return Answered{&all}
}

func (a *Answered) noteLacks(lacks []Lack) { a.lacks = &lacks }

// unmarshal decodes JSON, and records in each Answered the fields that the JSON lacks.
func unmarshal(text []byte, out any) error {
	if err := json.Unmarshal(text, out); err != nil {
		return err
	}
	v := reflect.ValueOf(out)
	if s := shapeOf(v.Type()); s != nil {
		(&scanner{text: text}).value(s, v)
	}
	return nil
}

// shape describes the JSON fields of a struct.
type shape struct {
	fields []field
	index  map[string]int // by name
}

type field struct {
	name     string
	index    []int
	allowed  bool   // may be left out
	none     bool   // is left out where there is none: its absence tells that
	nullable bool   // may be null
	nested   *shape // the shape of the object, or of the listed objects, that the field has; nil for other values
}

// shapes caches the shape of each type.
var shapes sync.Map

// shapeOf returns the shape of the struct that a type is, points to, or is a slice of. It returns nil for other types, and for types
// with an UnmarshalJSON of their own.
func shapeOf(t reflect.Type) *shape {
	for {
		if t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
			return nil
		}
		if t.Kind() != reflect.Pointer && t.Kind() != reflect.Slice {
			break
		}
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	if cached, ok := shapes.Load(t); ok {
		return cached.(*shape) //nolint:forcetypeassert // nothing else is stored
	}
	s := &shape{index: map[string]int{}}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		nullable := f.Type.Kind() == reflect.Pointer || f.Type.Kind() == reflect.Interface || f.Type == reflect.TypeFor[json.RawMessage]()
		s.index[name] = len(s.fields)
		s.fields = append(s.fields, field{
			name, f.Index, strings.Contains(options, "omitempty"), f.Tag.Get("absent") == "none", nullable, shapeOf(f.Type),
		})
	}
	shapes.Store(t, s)
	return s
}

// scanner looks for the names of fields in JSON. The JSON was decoded before and so is well-formed, which makes scanning it ten times
// as fast as decoding it.
type scanner struct {
	text []byte
	pos  int
}

// value scans the JSON that was decoded into v, and returns the fields that it lacks.
func (s *scanner) value(of *shape, v reflect.Value) (lacks []Lack) {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	switch c := s.next(); {
	case c == '{' && v.Kind() == reflect.Struct:
		return s.object(of, v)
	case c == '[' && v.Kind() == reflect.Slice:
		s.pos++
		for i := 0; s.next() != ']'; i++ {
			if i >= v.Len() { // the name occurs twice, and another list was decoded last
				s.skip()
				continue
			}
			for _, l := range s.value(of, v.Index(i)) {
				if !slices.Contains(lacks, l) {
					lacks = append(lacks, l)
				}
			}
		}
		s.pos++
		return lacks
	}
	s.skip()
	return nil
}

// maxFieldsOnStack is the largest number of fields that needs no allocation.
const maxFieldsOnStack = 64

func (s *scanner) object(of *shape, v reflect.Value) (lacks []Lack) {
	var onStack [maxFieldsOnStack]bool
	present := onStack[:]
	if len(of.fields) > maxFieldsOnStack {
		present = make([]bool, len(of.fields))
	}
	s.pos++
	for s.next() != '}' {
		i, known := of.index[string(s.string())]
		if !known {
			s.next()
			s.skip()
			continue
		}
		f := &of.fields[i]
		null := s.next() == 'n'
		present[i] = !null || f.nullable
		if null || f.nested == nil {
			s.skip()
			continue
		}
		for _, l := range s.value(f.nested, v.FieldByIndex(f.index)) {
			lacks = append(lacks, Lack{f.name + "." + l.Field, l.Allowed})
		}
	}
	s.pos++
	for i := range of.fields {
		if f := &of.fields[i]; !present[i] && !f.none {
			lacks = append(lacks, Lack{f.name, f.allowed})
		}
	}
	if len(lacks) > 0 {
		if answered, ok := v.Addr().Interface().(interface{ noteLacks([]Lack) }); ok {
			answered.noteLacks(lacks)
		}
	}
	return lacks
}

// next advances to the next value, name or closing bracket, and returns its first byte.
func (s *scanner) next() byte {
	for {
		switch c := s.text[s.pos]; c {
		case ' ', '\t', '\r', '\n', ',', ':':
			s.pos++
		default:
			return c
		}
	}
}

// string returns a string as it is written, with its escapes.
func (s *scanner) string() []byte {
	s.pos++
	start := s.pos
	for {
		end := s.pos + bytes.IndexByte(s.text[s.pos:], '"')
		s.pos = end + 1
		slashes := 0
		for slashes < end-start && s.text[end-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return s.text[start:end]
		}
	}
}

// skip advances past a value.
func (s *scanner) skip() {
	for depth := 0; ; {
		switch s.text[s.pos] {
		case '"':
			s.string()
		case '{', '[':
			depth++
			s.pos++
		case '}', ']':
			depth--
			s.pos++
		default: // a number, a word, or what stands between two values
			if n := bytes.IndexAny(s.text[s.pos+1:], "\",]}{["); n >= 0 {
				s.pos += 1 + n
			} else {
				s.pos = len(s.text)
			}
		}
		if depth == 0 {
			return
		}
	}
}
