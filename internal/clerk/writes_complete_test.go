package clerk_test

import (
	"context"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// operations notes what requests are, by method and path, with {} for each id.
type operations struct {
	mu   sync.Mutex
	seen map[string]bool
}

const anyID = "id_1"

// identifier is a segment of a path that is not the operation's: a parameter of the
// document's, or an id of a test's.
var identifier = regexp.MustCompile(`\{[^/]*\}|[a-z]+_1\b`)

func (o *operations) add(method, path string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.seen == nil {
		o.seen = map[string]bool{}
	}
	path = identifier.ReplaceAllString(path, "{}")
	if method != http.MethodGet {
		o.seen[method+" "+path] = true
	}
}

// addOperation notes one of the document's.
func (o *operations) addOperation(operation string) {
	method, path, _ := strings.Cut(operation, " ")
	o.add(method, path)
}

// client is one whose requests are noted, and refused.
func (o *operations) client(t *testing.T) *clerk.Client {
	t.Helper()
	return fake(t, func(r *http.Request) (*http.Response, error) {
		o.add(r.Method, strings.TrimPrefix(r.URL.Path, "/v1"))
		return reply(http.StatusForbidden, gateway)
	})
}

// everyMethod calls each method of each area of a client, with anyID for each string
// and nothing else, and hands on its name, such as Users.Delete, and its error. before
// is told of each call. Find, which looks up by a key that has to exist, is left out.
func everyMethod(t *testing.T, c *clerk.Client, before func(), after func(name string, err error)) {
	t.Helper()
	client := reflect.ValueOf(c).Elem()
	for n := range client.NumField() {
		field := client.Type().Field(n)
		if !field.IsExported() {
			continue
		}
		area := client.Field(n)
		if field.Type.Kind() == reflect.Pointer && area.IsNil() {
			t.Fatalf("Client.%s is nil: give it a line in New, in clerk.go", field.Name)
		}
		for m := range area.NumMethod() {
			method, name := area.Method(m), area.Type().Method(m).Name
			if name == "Find" {
				continue
			}
			before()
			err := callWith(t, method, anyID)
			if err != nil && strings.Contains(err.Error(), "cannot stand in the path") {
				err = callWith(t, method, anyID+"/"+anyID) // an object of another one
			}
			after(field.Name+"."+name, err)
		}
	}
}

// callWith calls a method with a text for each string, and nothing else.
func callWith(t *testing.T, method reflect.Value, text string) (err error) {
	t.Helper()
	var args []reflect.Value
	for a := range method.Type().NumIn() {
		in := method.Type().In(a)
		switch {
		case in == reflect.TypeFor[context.Context]():
			args = append(args, reflect.ValueOf(t.Context()))
		case in.Kind() == reflect.String:
			args = append(args, reflect.ValueOf(text).Convert(in))
		default:
			args = append(args, reflect.Zero(in))
		}
	}
	if out := method.Call(args); len(out) > 0 {
		err, _ = out[len(out)-1].Interface().(error)
	}
	return err
}

// sent are the operations that the client has methods for.
func sent(t *testing.T) map[string]bool {
	t.Helper()
	var o operations
	everyMethod(t, o.client(t), func() {}, func(string, error) {})
	return o.seen
}

// Every write is in one of the tables that show what becomes of a lost answer.
func TestEveryWriteHasItsCaseOfALostAnswer(t *testing.T) {
	t.Parallel()
	var shown operations
	for operation := range calls(writesOf, onceOf) {
		shown.addOperation(operation)
	}
	for _, a := range areas {
		if len(a.recovered) > 0 {
			shown.addOperation(a.operation)
		}
		for _, operation := range a.elsewhere {
			shown.addOperation(operation)
		}
	}
	for _, call := range sendings(againOf) {
		_ = call(t.Context(), shown.client(t))
	}
	all := sent(t)
	if len(all) < 30 {
		t.Errorf("the client sends only %d writes", len(all))
	}
	for operation := range all {
		if !shown.seen[operation] {
			t.Errorf("no area says what becomes of a lost answer of %s: see the fields of area, in areas_test.go", operation)
		}
	}
}
