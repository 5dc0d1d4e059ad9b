package tf

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Listed takes the objects of a list past the framework, one by one. The framework looks in each attribute of each object for blocks
// that no type has here, which is a third of what a list takes.
type Listed struct{ object tftypes.Value }

type listedKey struct{}

// WithListed is a context in which objects that are listed pass the framework by, and what takes them.
func WithListed(ctx context.Context) (context.Context, *Listed) {
	l := &Listed{}
	return context.WithValue(ctx, listedKey{}, l), l
}

// put takes an object, and returns what the framework gets in its place: a value that is not known.
func (l *Listed) put(object tftypes.Value) tftypes.Value {
	l.object = object
	return tftypes.NewValue(object.Type(), tftypes.UnknownValue)
}

// WriteTo puts the object that was taken last into its result, unless that has an error in its place.
func (l *Listed) WriteTo(result *tfprotov6.ListResourceResult) error {
	object := l.object
	l.object = tftypes.Value{}
	if result.Resource == nil || object.Type() == nil {
		return nil
	}
	encoded, err := tfprotov6.NewDynamicValue(object.Type(), object)
	if err == nil {
		result.Resource = &encoded
	}
	return err
}
