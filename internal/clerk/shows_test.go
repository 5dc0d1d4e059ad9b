package clerk_test

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

// withoutID are the writes that name an object in their path, and whose answer is not
// about it.
var withoutID = []string{
	"Users.VerifyPassword", "Users.VerifyTOTP", // whether it is right
	"Sessions.Token", // a token
	"Instance.UpdateRestrictions",
}

// Whatever write a client has: an answer that shows another object, or none, is an
// error. A new write is checked as well, unless it is among those above.
func TestAnAnswerAboutAnotherObjectIsAnError(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`{"id":"another_1","object":"user","deleted":true}`, `{"user_id":"another_1"}`, `{"object":"user"}`} {
		var mu sync.Mutex
		named := false // the last request was a write that names an object
		client := fake(t, func(r *http.Request) (*http.Response, error) {
			mu.Lock()
			defer mu.Unlock()
			named = r.Method != http.MethodGet && strings.Contains(r.URL.Path, anyID)
			return reply(http.StatusOK, answer)
		})
		checked := 0
		areas := reflect.ValueOf(client).Elem()
		for n := range areas.NumField() {
			field := areas.Type().Field(n)
			if !field.IsExported() {
				continue
			}
			for m := range areas.Field(n).NumMethod() {
				name := field.Name + "." + areas.Field(n).Type().Method(m).Name
				method := areas.Field(n).Method(m)
				if strings.HasSuffix(name, ".Find") || slices.Contains(withoutID, name) {
					continue
				}
				var args []reflect.Value
				for a := range method.Type().NumIn() {
					switch in := method.Type().In(a); {
					case in == reflect.TypeFor[context.Context]():
						args = append(args, reflect.ValueOf(t.Context()))
					case in.Kind() == reflect.String:
						args = append(args, reflect.ValueOf(anyID).Convert(in))
					default:
						args = append(args, reflect.Zero(in))
					}
				}
				named = false
				out := method.Call(args)
				if !named {
					continue
				}
				checked++
				if err, _ := out[len(out)-1].Interface().(error); err == nil {
					t.Errorf("%s takes %s for its answer", name, answer)
				}
			}
		}
		if checked < 20 {
			t.Errorf("only %d writes were checked", checked)
		}
	}
}
