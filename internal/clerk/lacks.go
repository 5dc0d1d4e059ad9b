package clerk

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Lack is a field that an answer lacks: it is not there, or it is null where Clerk never
// has null, such as in place of a list.
type Lack struct {
	// Field is Clerk's name of it, after those of the fields around it:
	// "email_addresses.verification" where one of the addresses lacks it.
	Field string
	// Allowed says that Clerk may leave it out. The type of the answer has omitempty.
	Allowed bool
}

// Answered is embedded in the types of answers that a state is read from. It knows what
// the answer lacks: that is not known, and neither empty nor false, as the type has it.
type Answered struct {
	lacks *[]Lack // nil, which is nearly always, if there is nothing
}

// Lacks are the fields that the answer lacks.
func (a Answered) Lacks() []Lack {
	if a.lacks == nil {
		return nil
	}
	return *a.lacks
}

// Lacking is the same, and lacks another field, too.
func (a Answered) Lacking(l Lack) Answered {
	all := append(slices.Clip(a.Lacks()), l)
	return Answered{&all}
}

func (a *Answered) noteLacks(lacks []Lack) { a.lacks = &lacks }

// unmarshal decodes JSON, and notes in each Answered what was lacking.
func unmarshal(text []byte, out any) error {
	if err := json.Unmarshal(text, out); err != nil {
		return err
	}
	v := reflect.ValueOf(out)
	if s := shapeOf(v.Type()); s != nil {
		(&scan{text: text}).value(s, v)
	}
	return nil
}

// shape are the fields of a struct, as JSON has them.
type shape struct {
	fields []field
	index  map[string]int // by name
}

type field struct {
	name     string
	index    []int
	allowed  bool   // to be left out
	nullable bool   // null is a value
	inner    *shape // of the object or of the objects in it; nil if there are none
}

// shapes remembers the shape of each type.
var shapes sync.Map

// shapeOf is the shape of the struct that a type is, points to or lists. It is nil if
// there is none, or if the type decodes itself.
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
	if known, ok := shapes.Load(t); ok {
		return known.(*shape) //nolint:forcetypeassert // nothing else is stored
	}
	s := &shape{index: map[string]int{}}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		nullable := f.Type.Kind() == reflect.Pointer || f.Type.Kind() == reflect.Interface || f.Type == reflect.TypeFor[json.RawMessage]()
		s.index[name] = len(s.fields)
		s.fields = append(s.fields, field{name, f.Index, strings.Contains(options, "omitempty"), nullable, shapeOf(f.Type)})
	}
	shapes.Store(t, s)
	return s
}

// scan reads JSON that was decoded already, and so is well-formed, for the names in it
// alone: a tenth of the work of decoding it.
type scan struct {
	text []byte
	at   int
}

// value reads what was decoded into v, and returns what it lacks.
func (s *scan) value(of *shape, v reflect.Value) (lacks []Lack) {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	switch c := s.next(); {
	case c == '{' && v.Kind() == reflect.Struct:
		return s.object(of, v)
	case c == '[' && v.Kind() == reflect.Slice:
		s.at++
		for i := 0; s.next() != ']'; i++ {
			if i >= v.Len() { // a name that stood there twice
				s.skip()
				continue
			}
			for _, l := range s.value(of, v.Index(i)) {
				if !slices.Contains(lacks, l) {
					lacks = append(lacks, l)
				}
			}
		}
		s.at++
		return lacks
	}
	s.skip()
	return nil
}

// mostFields is how many fields are remembered without memory of their own.
const maxFieldsOnStack = 64

func (s *scan) object(of *shape, v reflect.Value) (lacks []Lack) {
	var onStack [maxFieldsOnStack]bool
	present := onStack[:]
	if len(of.fields) > maxFieldsOnStack {
		present = make([]bool, len(of.fields))
	}
	s.at++
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
		if null || f.inner == nil {
			s.skip()
			continue
		}
		for _, l := range s.value(f.inner, v.FieldByIndex(f.index)) {
			lacks = append(lacks, Lack{f.name + "." + l.Field, l.Allowed})
		}
	}
	s.at++
	for i := range of.fields {
		if !present[i] {
			lacks = append(lacks, Lack{of.fields[i].name, of.fields[i].allowed})
		}
	}
	if len(lacks) > 0 {
		if answered, ok := v.Addr().Interface().(interface{ noteLacks([]Lack) }); ok {
			answered.noteLacks(lacks)
		}
	}
	return lacks
}

// next goes to the next value, name or end, and looks at its first byte.
func (s *scan) next() byte {
	for {
		switch c := s.text[s.at]; c {
		case ' ', '\t', '\r', '\n', ',', ':':
			s.at++
		default:
			return c
		}
	}
}

// string reads a string as it is written.
func (s *scan) string() []byte {
	s.at++
	start := s.at
	for {
		end := s.at + bytes.IndexByte(s.text[s.at:], '"')
		s.at = end + 1
		slashes := 0
		for slashes < end-start && s.text[end-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return s.text[start:end]
		}
	}
}

// skip goes past a value.
func (s *scan) skip() {
	for depth := 0; ; {
		switch s.text[s.at] {
		case '"':
			s.string()
		case '{', '[':
			depth++
			s.at++
		case '}', ']':
			depth--
			s.at++
		default: // a number, a word, or what stands between two values
			if n := bytes.IndexAny(s.text[s.at+1:], "\",]}{["); n >= 0 {
				s.at += 1 + n
			} else {
				s.at = len(s.text)
			}
		}
		if depth == 0 {
			return
		}
	}
}
