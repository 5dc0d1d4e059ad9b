package clerk

import (
	"context"
	"iter"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// The areas of the API embed interfaces in place of the generic types that implement them, since the compiler compiles the methods
// of a generic type anew in each package that sees it: each package that has a client would compile those of all areas.

// objectOperations are those of objects that their areas, and users of the client, call.
type objectOperations[T any] interface {
	Delete(ctx context.Context, id string) error

	name() string
	transport() *rest.Transport
	path(id string, more ...string) []string
	idOf(object *T) string
	getOne(ctx context.Context, id string) (*T, error)
	noteWrite(id string)
	write(ctx context.Context, id string, c rest.Call) (*T, error)
	patch(ctx context.Context, id string, body any, more ...string) (*T, error)
	upload(ctx context.Context, method, id, what, name string, content []byte) (*T, error)
}

// operations are those of a collection.
type operations[T, C any] interface {
	objectOperations[T]
	Get(ctx context.Context, id string) (*T, error)
	Find(ctx context.Context, key string) (*T, error)
	List(ctx context.Context) iter.Seq2[T, error]
	Search(ctx context.Context, s Search) iter.Seq2[T, error]
	IDs(ctx context.Context, keys []string) ([]string, error)
	Create(ctx context.Context, p C) (*T, error)

	read(ctx context.Context, key string) (*T, error)
	current(ctx context.Context, id string) (*T, error)
	ids(ctx context.Context, keys []string) (*[]string, error)
	only(found []T, name, plural string) (*T, error)
	listWithDate(ctx context.Context, now *time.Time) iter.Seq2[T, error]
	noteUnknownWrite()
	createAs(ctx context.Context, p *C, id func(*T) string) (*T, error)
	update(ctx context.Context, id, key string, body any) (*T, error)
}

// identifierOperations are those of email addresses and of phone numbers.
type identifierOperations[T, C any] interface {
	objectOperations[T]
	Get(ctx context.Context, id string) (*T, error)
	Owner(ctx context.Context, id string) (*User, error)
	Create(ctx context.Context, p C) (*T, error)
	Update(ctx context.Context, id string, p UpdateIdentifierParams) (*T, error)
}
