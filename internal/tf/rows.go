package tf

import (
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Rows are the elements of a data source's list attribute, which may be many. The
// framework takes ten copies of each. Where the server splices rows into answers,
// they are encoded one by one, and pass the framework by.
type Rows[T any] struct {
	typ  tftypes.Type // nil where the rows are kept
	kept []T
	n    int64
	out  *RawList
}

// NewRows starts a list that becomes an attribute of the state.
func NewRows[T any](ctx context.Context, state tfsdk.State, attribute string) *Rows[T] {
	r := &Rows[T]{kept: []T{}}
	object, _ := state.Schema.Type().TerraformType(ctx).(tftypes.Object)
	list, isList := object.AttributeTypes[attribute].(tftypes.List)
	if out, ok := ctx.Value(spliceKey{}).(*RawList); ok && isList {
		out.object, out.attribute = object, attribute
		r.typ, r.out = list.ElementType, out
	}
	return r
}

// Add adds a row.
func (r *Rows[T]) Add(ctx context.Context, row T, diags *diag.Diagnostics) {
	r.n++
	if r.typ == nil {
		r.kept = append(r.kept, row)
		return
	}
	value, ok := encode(ctx, reflect.ValueOf(row), r.typ)
	encoded, err := tfprotov6.NewDynamicValue(r.typ, value)
	if !ok || err != nil {
		diags.AddError("The list could not be read", fmt.Sprintf("A %T is no %s (%v). This is a bug in the provider; please report it.", row, r.typ, err))
		return
	}
	r.out.rows = append(r.out.rows, encoded.MsgPack...)
	r.out.n++
}

// Len is how many rows there are.
func (r *Rows[T]) Len() int64 { return r.n }

// Buffered are the rows that are to be saved: none of those that pass the framework by.
func (r *Rows[T]) Buffered() []T { return r.kept }

// RawList takes the rows of one answer.
type RawList struct {
	object    tftypes.Object
	attribute string
	rows      []byte
	n         int
}

type spliceKey struct{}

// WithSplice is a context in which rows pass the framework by, and what takes them.
func WithSplice(ctx context.Context) (context.Context, *RawList) {
	s := &RawList{}
	return context.WithValue(ctx, spliceKey{}, s), s
}

// WriteTo puts the rows into a state whose list is empty, and lets go of them: the
// framework keeps contexts.
func (s *RawList) WriteTo(state *tfprotov6.DynamicValue) error {
	defer func() { *s = RawList{} }()
	if s.n == 0 || state == nil {
		return nil
	}
	object, err := state.Unmarshal(s.object)
	if err != nil {
		return err
	}
	var values map[string]tftypes.Value
	if err := object.As(&values); err != nil {
		return err
	}
	out := make([]byte, 0, len(state.MsgPack)+len(s.rows)+16)
	out = head(out, len(values), 0x80, 0xde)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		key, err := tfprotov6.NewDynamicValue(tftypes.String, tftypes.NewValue(tftypes.String, name))
		if err != nil {
			return err
		}
		out = append(out, key.MsgPack...)
		if name == s.attribute {
			out = append(head(out, s.n, 0x90, 0xdc), s.rows...)
			continue
		}
		value, err := tfprotov6.NewDynamicValue(s.object.AttributeTypes[name], values[name])
		if err != nil {
			return err
		}
		out = append(out, value.MsgPack...)
	}
	state.MsgPack = out
	return nil
}

// head is how MessagePack begins a map or an array of n: in one byte up to 15, then
// with two bytes of length, then with four.
func head(out []byte, n int, short, long byte) []byte {
	switch {
	case n <= 15:
		return append(out, short|byte(n)) //nolint:gosec // at most 15
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(out, long), uint16(n))
	}
	return binary.BigEndian.AppendUint32(append(out, long+1), uint32(n)) //nolint:gosec // no list has 2³² rows
}
