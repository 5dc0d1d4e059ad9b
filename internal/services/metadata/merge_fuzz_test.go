package metadata_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/services/metadata"
)

// Clerk, not this package, merges here: an update leaves exactly what is wanted of
// the keys that are owned, and each key of others as it was.
func FuzzMergeByClerk(f *testing.F) {
	for _, seed := range [][3]string{
		{`{"a":1}`, `{"a":{"b":2},"c":3}`, `{}`}, {`{"a":{"b":1}}`, `{"a":"x","c":[]}`, `{"a":{"c":1}}`}, {`{"a":{}}`, `{"a":{"b":{}},"c":null}`, `{"a":2}`},
		{`{}`, `{"a":1,"b":{"c":2,"d":[3,null]}}`, `{"a":0,"b":{"c":0}}`}, {`{"a":{"b":{"c":1}}}`, `{"a":{"b":{"d":1},"e":1}}`, `{"a":{"b":{"d":0}}}`},
		{`{"a":1}`, `{"a":{"b":1,"c":2}}`, `{"a":{"b":1}}`}, {`{"n":12345678901234567890}`, `{"n":1e400,"":-0.0}`, `{}`}, {`{"a.b":1,"a":{"c":1}}`, `{"a":{"b":2},"a.b":3}`, `{"a":{"b":2}}`},
		{`{"\u0000<&":"\ud800"}`, `{"a":1,"a":2}`, `{`},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, wanted, had, owned string) {
		want, has := metadata.Parse(wanted), metadata.Parse(had)
		if metadata.HasNull(want) {
			return // refused at plan time
		}
		state := metadata.Project(metadata.Parse(owned), has)
		after, stored := mergedByClerk(t, has, metadata.Patch(want, state))
		if !stored {
			return
		}
		if got := metadata.Project(want, after); !reflect.DeepEqual(got, want) {
			t.Errorf("from %s an update to %s is read back as %s", had, wanted, text(t, got))
		}
		judge(t, has, state, want, after)
	})
}

// mergedByClerk is what Clerk makes of a user's metadata and a patch of it, unless
// they are larger than it stores.
func mergedByClerk(t *testing.T, has, patch object) (merged object, stored bool) {
	t.Helper()
	// What validates against Clerk's contract cannot read a number beyond a float64.
	sim := acctest.NewSim(t, func(o *clerksim.Options) { o.Contract = "" })
	client, err := clerk.New(rest.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim, SingleReads: true})
	if err != nil {
		t.Fatal(err)
	}
	params := clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}}
	params.PublicMetadata = json.RawMessage(text(t, has))
	user, err := client.Users.Create(t.Context(), params)
	if err == nil {
		_, err = client.Users.MergeMetadata(t.Context(), user.ID, clerk.Metadata{Public: json.RawMessage(text(t, patch))})
	}
	if answer, ok := rest.AsError(err); ok && answer.Status == http.StatusUnprocessableEntity && answer.Has("form_param_exceeds_allowed_size") {
		return nil, false
	}
	if err != nil {
		t.Fatal(err)
	}
	if user, err = client.Users.Get(t.Context(), user.ID); err != nil {
		t.Fatal(err)
	}
	return metadata.Parse(string(user.PublicMetadata)), true
}

// judge compares metadata before and after an update, key by key, by whose they are.
func judge(t *testing.T, has, state, want, after object) {
	t.Helper()
	for key, h := range has {
		s, owned := state[key]
		w, wanted := want[key]
		a, left := after[key]
		inside, isObject := h.(object)
		ownedInside, ownedByKey := s.(object)
		wantedInside, wantedByKey := w.(object)
		switch {
		case !owned && !wanted:
			if !left || !reflect.DeepEqual(a, h) {
				t.Errorf("%q is somebody else's, was %v, and is %v", key, h, a)
			}
		case isObject && (ownedByKey || !owned) && (wantedByKey || !wanted):
			below, ok := a.(object)
			if !ok {
				t.Fatalf("the object %q has become %v", key, a)
			}
			judge(t, inside, ownedInside, wantedInside, below)
		case wanted:
			if !left || !reflect.DeepEqual(a, w) {
				t.Errorf("%q is wanted as %v, and is %v", key, w, a)
			}
		case left:
			t.Errorf("%q is wanted no longer, and is still %v", key, a)
		}
	}
	for key, a := range after {
		_, was := has[key]
		if w, wanted := want[key]; !was && (!wanted || !reflect.DeepEqual(a, w)) {
			t.Errorf("%q is new, wanted as %v, and is %v", key, w, a)
		}
	}
	for key := range want {
		if _, ok := after[key]; !ok {
			t.Errorf("%q is wanted, and is not there", key)
		}
	}
}
