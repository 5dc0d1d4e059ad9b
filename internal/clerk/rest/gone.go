package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// Instance is what GET /instance tells of the instance that a key belongs to.
type Instance struct {
	Answered
	ID              string   `json:"id"`
	EnvironmentType string   `json:"environment_type"` // "development" or "production"
	AllowedOrigins  []string `json:"allowed_origins,omitempty"`
}

// instanceCache holds the answer of GET /instance for the life of a client.
type instanceCache struct {
	// token is a lock: whoever takes the one element may send the request, and the others wait for it. A mutex would not do, since
	// waiting for it does not end with a context.
	token    chan struct{}
	instance *Instance
	err      error
}

func newInstanceCache() *instanceCache {
	m := &instanceCache{token: make(chan struct{}, 1)}
	m.token <- struct{}{}
	return m
}

// Own returns the instance that the key belongs to. GET /instance is sent at most once, and a failure is kept as well, unless the
// caller's context ended.
func (t *Transport) Own(ctx context.Context) (*Instance, error) {
	m := t.ownInstance
	select {
	case <-m.token:
		defer func() { m.token <- struct{}{} }()
	case <-ctx.Done():
		return nil, fmt.Errorf("GET /instance: stopped while waiting for its answer: %w", ctx.Err())
	}
	if m.instance != nil || m.err != nil {
		return m.instance, m.err
	}
	instance, err := One[Instance](ctx, t, Call{Method: http.MethodGet, Path: []string{"instance"}, confirmsServer: true})
	if err == nil && instance.ID == "" {
		err = WithReason(Unreadable, errors.New("GET /instance: the answer is not what Clerk sends: it has no id"))
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

// confirmNotFound checks that a 404 comes from Clerk. At a mistyped address, or behind a proxy, every request may be answered with
// 404, possibly in the form of Clerk's errors, without any object being gone. So the server has to answer GET /instance as Clerk
// does. If it does, the same 404 is returned with the instance's id; otherwise the error is not a 404.
func (t *Transport) confirmNotFound(ctx context.Context, notFound *Error) error {
	instance, err := t.Own(ctx)
	if err != nil {
		return WithReason(Unreadable, &unconfirmedNotFound{notFound, err})
	}
	notFound.Instance = instance.ID
	return notFound
}

// unconfirmedNotFound is a 404 of a server that could not be confirmed to be Clerk. Unwrap returns the reason and not the 404, which
// must not be taken for a statement about the object.
type unconfirmedNotFound struct {
	notFound *Error
	cause    error
}

func (u *unconfirmedNotFound) Error() string {
	return fmt.Sprintf("%v; but whether that is Clerk's word is not known, since the same server did not answer GET /instance as Clerk does: %v", u.notFound, u.cause)
}

func (u *unconfirmedNotFound) Unwrap() error {
	if _, ok := AsError(u.cause); ok {
		return nil
	}
	return u.cause
}
