package rest

import "encoding/json"

// Optional is a field of a request body that is absent (its zero value), null
// or a value. Its field needs the JSON option omitzero.
type Optional[T any] struct {
	value *T
	set   bool
}

// Value is a field that is sent with a value.
func Value[T any](v T) Optional[T] { return Optional[T]{value: &v, set: true} }

// Null is a field that is sent as null, which clears it.
func Null[T any]() Optional[T] { return Optional[T]{set: true} }

// IsZero reports whether the field is absent.
func (o Optional[T]) IsZero() bool { return !o.set }

// MarshalJSON writes null or the value.
func (o Optional[T]) MarshalJSON() ([]byte, error) { return json.Marshal(o.value) }

// Or returns the field's value, or the other one if it is absent or null.
func (o Optional[T]) Or(other T) T {
	if o.value == nil {
		return other
	}
	return *o.value
}
