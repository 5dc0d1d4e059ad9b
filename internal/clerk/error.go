package clerk

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Error is an answer of Clerk's with a status other than 2xx.
type Error struct {
	Status  int         // the HTTP status, whatever the body says
	Method  string      // of the request
	Path    string      // of the request, without its query
	Items   []ErrorItem // empty when the body is not Clerk's
	TraceID string      // what Clerk's support asks for; may be empty
	// Instance is the id of the instance that says so, of a 404 alone.
	Instance string
}

// ErrorItem is one of the errors in an answer.
type ErrorItem struct {
	Code        string // such as form_identifier_exists
	Message     string
	LongMessage string
	ParamName   string // the field at fault, where Clerk names one
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

// Text is what Clerk said, in its longer form where it has one.
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

// IsNotFound reports whether Clerk answered 404: with an error of its own, whatever
// its code, since codes differ between endpoints. A 404 without one, such as a proxy's
// page, says nothing of an object; and a client gives back no 404 of a server that
// does not answer GET /instance as Clerk does.
func IsNotFound(err error) bool { return isClerkStatus(err, http.StatusNotFound) }

// refused reports whether it was Clerk that answered with the status.
func isClerkStatus(err error, status int) bool {
	e, ok := AsError(err)
	return ok && e.Status == status && len(e.Items) > 0
}

// hasStatus reports whether Clerk answered with the status.
func hasStatus(err error, status int) bool {
	e, ok := AsError(err)
	return ok && e.Status == status
}

// Lost is the failure of a create whose answer was lost, or came and could not
// be read: it may have happened. It was not repeated, or that did not tell.
type Lost struct {
	Method, Path string
	Err          error // what happened to the attempts; it names method and path

	sent time.Time // when the attempt left
}

func (e *Lost) Error() string {
	return fmt.Sprintf("%v: the answer was lost, so the request may have been carried out", e.Err)
}

func (e *Lost) Unwrap() error { return e.Err }

// Conflict is the failure of a create that was repeated after a lost answer and
// then refused, because what it makes exists: and that is not what the lost
// attempt made, or cannot be told from somebody else's. The latter is a *Lost
// error, too.
type Conflict struct {
	Err error  // Clerk's refusal
	ID  string // of the object that exists; empty where not exactly one was found
	Why string // what was found, as a clause; it names fields, never their values

	cause error // what ended the search, if something did
}

func (e *Conflict) Error() string {
	return fmt.Sprintf("%v; the answer to an earlier attempt was lost, and %s", e.Err, e.Why)
}

// Unwrap gives Clerk's refusal, and what ended the search.
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

// traceID is where Clerk repeats the trace id of an error's body: its own client
// reads the first name, and gateways pass on the second.
func traceID(h http.Header) string { return cmp.Or(h.Get("Clerk-Trace-Id"), h.Get("X-Clerk-Trace-Id")) }

// newError keeps the status of an answer, and reads its body as far as it is
// Clerk's. Gateways answer with pages of their own. What a person will read is made
// printable, and does not repeat the secret key.
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
			continue // somebody else's shape
		}
		e.Items = append(e.Items, ErrorItem{clean(item.Code), clean(item.Message), clean(item.LongMessage), clean(item.Meta.ParamName)})
	}
	return e
}
