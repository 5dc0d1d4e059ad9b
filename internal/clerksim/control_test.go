package clerksim_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestObjectsAreThoseOfTheState(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Users = 3 })
	i.call("POST /redirect_urls", `{"url":"my-app://callback"}`).ok()
	i.call("POST /organizations", `{"name":"Acme"}`).ok()
	i.call("POST /machines", `{"name":"reports"}`).ok()
	state, all := i.call("GET /_sim/state", "").ok(), i.Objects()
	for kind, objects := range map[string]int{"users": 3, "redirect_urls": 1, "organizations": 1, "machines": 1, "organization_roles": 2} {
		shown := state.items(kind)
		if len(shown) != objects || len(all[kind]) != objects {
			t.Errorf("the state has %d %s, and Objects %d, expected %d", len(shown), kind, len(all[kind]), objects)
		}
		for _, o := range shown {
			var has any
			if err := json.Unmarshal([]byte(all[kind][o.id()]), &has); err != nil {
				t.Fatalf("%s %s: %v", kind, o.id(), err)
			}
			text, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			var want any
			if err := json.Unmarshal(text, &want); err != nil || !reflect.DeepEqual(has, want) {
				t.Errorf("%s %s is %v, and in the state %v", kind, o.id(), has, want)
			}
		}
	}
	if named := i.Objects("users"); len(named) != 1 || len(named["users"]) != 3 {
		t.Errorf("the users are %v", named)
	}
}
