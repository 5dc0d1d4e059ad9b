package clerk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// instanceMemory is what GET /instance has answered, once for the life of a client.
type instanceMemory struct {
	// turn holds one token: whoever has it may ask, and the others wait for it. A mutex
	// would not do, since a request is awaited, and waiting ends with its context.
	turn     chan struct{}
	instance *Instance
	err      error
}

func newInstanceMemory() *instanceMemory {
	m := &instanceMemory{turn: make(chan struct{}, 1)}
	m.turn <- struct{}{}
	return m
}

// Own is the instance that the client's key belongs to: GET /instance, asked at most
// once by a client. A failure is remembered as well, unless it is the caller's
// interruption.
func (i *Instances) Own(ctx context.Context) (*Instance, error) {
	m := i.t.own
	select {
	case <-m.turn:
		defer func() { m.turn <- struct{}{} }()
	case <-ctx.Done():
		return nil, fmt.Errorf("GET /instance: stopped while waiting for its answer: %w", ctx.Err())
	}
	if m.instance != nil || m.err != nil {
		return m.instance, m.err
	}
	instance, err := one[Instance](ctx, i.t, call{method: http.MethodGet, path: []string{"instance"}, confirms: true})
	if err == nil && instance.ID == "" {
		err = because(Unreadable, errors.New("GET /instance: the answer is not what Clerk sends: it has no id"))
	}
	if err != nil {
		if ctx.Err() == nil {
			m.err = err
		}
		return nil, err
	}
	m.instance = instance
	return instance, nil
}

// confirm says whether a 404 that looks like Clerk's is Clerk's. A mistyped address
// or a proxy answers 404 to everything, also in Clerk's words; then no object is gone.
// So the server has to answer GET /instance as Clerk does. The 404 that is given back
// names that instance.
func (t *transport) confirm(ctx context.Context, notFound *Error) error {
	instance, err := (&Instances{t}).Own(ctx)
	if err != nil {
		return because(Unreadable, &unconfirmed{notFound, err})
	}
	notFound.Instance = instance.ID
	return notFound
}

// unconfirmed is a 404 of a server that does not show that it is Clerk. Unwrap gives
// why, and not the 404: it says nothing of the object.
type unconfirmed struct {
	notFound *Error
	cause    error
}

func (u *unconfirmed) Error() string {
	return fmt.Sprintf("%v; but whether that is Clerk's word is not known, since the same server did not answer GET /instance as Clerk does: %v", u.notFound, u.cause)
}

func (u *unconfirmed) Unwrap() error {
	if _, ok := AsError(u.cause); ok {
		return nil
	}
	return u.cause
}
