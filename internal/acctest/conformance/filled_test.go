package conformance_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// between carries requests to a local Clerk, and does something to each user who is
// created, before the create is answered.
type between struct {
	sim http.RoundTripper
	do  func(userID string)
}

func (b between) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.sim.RoundTrip(r)
	if err != nil || r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/users") {
		return res, err
	}
	var user struct {
		ID string `json:"id"`
	}
	if err := errors.Join(json.NewDecoder(res.Body).Decode(&user), res.Body.Close()); err != nil {
		return nil, err
	}
	b.do(user.ID)
	again := r.Clone(r.Context())
	again.Method, again.Body, again.ContentLength = http.MethodGet, http.NoBody, 0
	again.URL = again.URL.JoinPath(user.ID)
	return b.sim.RoundTrip(again)
}

// A webhook may fill in what a create has planned as null, before Clerk answers: the
// create succeeds as it was planned, and the next plan shows the values.
func TestWhatIsFilledInDuringACreateShowsInTheNextPlan(t *testing.T) {
	t.Parallel()
	sim := acctest.NewSim(t)
	w := acctest.NewWorld(t, sim)
	getenv := func(name string) string {
		return map[string]string{"CLERK_API_URL": "http://localhost", "CLERK_SECRET_KEY": sim.SecretKey()}[name]
	}
	filled := 0
	wire := between{sim, func(id string) {
		filled++
		w.Must(second(w.Clerk.Users.Update(t.Context(), id, clerk.UpdateUserParams{Account: clerk.Account{
			FirstName: rest.Value("Ada"), Username: rest.Value("lovelace"), CreateOrganizationsLimit: rest.Value(int64(3)),
		}})))
		w.Must(second(w.Clerk.Users.MergeMetadata(t.Context(), id, clerk.Metadata{Public: []byte(`{"plan":"free"}`)})))
	}}
	core := driver.New(t, func() tfprotov6.ProviderServer { return server.New(provider.NewOver("test", getenv, wire)) })
	typ := core.Type("clerk_user")
	config := core.Config(typ, userSubject.minimal, nil)
	plan := func(state *driver.State) *driver.Plan {
		walk, err := core.Walk()
		w.Must(err)
		p, err := walk.Plan(typ, state, config)
		w.Must(err)
		return p
	}
	walk, err := core.Walk()
	w.Must(err)
	state, err := walk.Apply(typ, plan(nil), config)
	w.Must(err)
	if filled == 0 || !state.Value.GetAttr("first_name").IsNull() {
		t.Errorf("filled in %d times, and the state has %s", filled, state)
	}
	p := plan(state)
	if p.Action != driver.NoOp {
		t.Errorf("the next plan is %v", p)
	}
	for name, want := range map[string]cty.Value{
		"first_name": cty.StringVal("Ada"), "username": cty.StringVal("lovelace"), "last_name": cty.NullVal(cty.String),
		"create_organizations_limit": cty.NumberIntVal(3), "public_metadata": cty.StringVal(`{"plan":"free"}`),
	} {
		if got := p.Refreshed.Value.GetAttr(name); !got.RawEquals(want) {
			t.Errorf("the refreshed state has %s = %s", name, got.GoString())
		}
	}
}
