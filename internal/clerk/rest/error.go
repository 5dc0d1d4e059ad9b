package rest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Error is an answer with a status other than 2xx.
type Error struct {
	Status  int         // the HTTP status, whatever the body says
	Method  string      // of the request
	Path    string      // of the request, without its query
	Items   []ErrorItem // empty if the body is not an error of Clerk's
	TraceID string      // identifies the request to Clerk's support; may be empty
	// Instance is the id of the instance that answered; only a 404 has it.
	Instance string
}

// ErrorItem is one of the errors in an answer.
type ErrorItem struct {
	Code        string // such as form_identifier_exists
	Message     string
	LongMessage string
	ParamName   string // the field at fault, if Clerk names one
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %d", e.Method, e.Path, e.Status)
	if text := http.StatusText(e.Status); text != "" {
		b.WriteString(" " + text)
	}
	for _, item := range e.Items {
		fmt.Fprintf(&b, ": %s (%s)", item.Text(), item.Code)
	}
	if e.TraceID != "" {
		fmt.Fprintf(&b, " [trace %s]", e.TraceID)
	}
	return b.String()
}

// Text returns the long message, or the short one if there is no long one.
func (i ErrorItem) Text() string {
	if i.LongMessage != "" {
		return i.LongMessage
	}
	return i.Message
}

// Has reports whether one of the items has the code.
func (e *Error) Has(code string) bool {
	for _, item := range e.Items {
		if item.Code == code {
			return true
		}
	}
	return false
}

// AsError finds a *Error in err.
func AsError(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// IsNotFound reports whether Clerk answered 404 with an error of its own. The error's code does not matter, since it differs between
// endpoints. A 404 without such an error, like the page of a proxy, says nothing about an object; and the client returns no 404 of
// a server that does not answer GET /instance as Clerk does.
func IsNotFound(err error) bool { return IsClerkStatus(err, http.StatusNotFound) }

// IsClerkStatus reports whether the answer has the status and an error of Clerk's own.
func IsClerkStatus(err error, status int) bool {
	e, ok := AsError(err)
	return ok && e.Status == status && len(e.Items) > 0
}

// hasStatus reports whether the answer has the status, whoever sent it.
func hasStatus(err error, status int) bool {
	e, ok := AsError(err)
	return ok && e.Status == status
}

// Lost is the failure of a create whose answer was lost or could not be decoded, so that the object may exist. Either the create was
// not repeated, or repeating it did not show whether it does.
type Lost struct {
	Method, Path string
	Err          error // what happened to the attempts; it names method and path

	sent time.Time // when the attempt was sent
}

func (e *Lost) Error() string {
	return fmt.Sprintf("%v: the answer was lost, so the request may have been carried out", e.Err)
}

func (e *Lost) Unwrap() error { return e.Err }

// Conflict is the failure of a create that was repeated after a lost answer and then refused because the object exists. The lost
// attempt did not create that object, or it cannot be told whether it did; in the latter case the error is a *Lost, too.
type Conflict struct {
	Err error  // Clerk's refusal
	ID  string // of the object that exists; empty unless exactly one was found
	Why string // what was found, as a clause; it names fields, never their values

	cause error // what ended the search, if something did
}

func (e *Conflict) Error() string {
	return fmt.Sprintf("%v; the answer to an earlier attempt was lost, and %s", e.Err, e.Why)
}

// Unwrap returns Clerk's refusal and, if there is one, the error that ended the search.
func (e *Conflict) Unwrap() []error {
	if e.cause == nil {
		return []error{e.Err}
	}
	return []error{e.Err, e.cause}
}

// AsConflict finds a *Conflict in err.
func AsConflict(err error) (*Conflict, bool) {
	var c *Conflict
	ok := errors.As(err, &c)
	return c, ok
}

// traceID returns the trace id of an answer's headers. Clerk's own client reads the first of these names; gateways pass on the
// second.
func traceID(h http.Header) string { return cmp.Or(h.Get("Clerk-Trace-Id"), h.Get("X-Clerk-Trace-Id")) }

// newError makes an Error of an answer. The body may not be Clerk's, since gateways answer with pages of their own. All texts are
// made printable, and the secret key is removed from them, since people will read them.
func newError(method, path, key string, res *http.Response, body []byte) *Error {
	clean := func(s string) string { return strings.ReplaceAll(strings.Map(printable, s), key, "(secret key)") }
	e := &Error{Status: res.StatusCode, Method: method, Path: path, TraceID: clean(traceID(res.Header))}
	var wire struct {
		Errors []struct {
			Code        string `json:"code"`
			Message     string `json:"message"`
			LongMessage string `json:"long_message"`
			Meta        struct {
				ParamName string `json:"param_name"`
			} `json:"meta"`
		} `json:"errors"`
		TraceID string `json:"clerk_trace_id"`
	}
	if json.Unmarshal(body, &wire) != nil {
		return e
	}
	if wire.TraceID != "" {
		e.TraceID = clean(wire.TraceID)
	}
	for _, item := range wire.Errors {
		if item.Code == "" && item.Message == "" && item.LongMessage == "" {
			continue // not an error of Clerk's
		}
		e.Items = append(e.Items, ErrorItem{clean(item.Code), clean(item.Message), clean(item.LongMessage), clean(item.Meta.ParamName)})
	}
	return e
}
