package metadata_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// full mentions every argument, beside what the application stores.
const full = `
  public_metadata  = jsonencode({ plan = "pro", billing = { cycle = "year", vat = ["DE", 19] } })
  private_metadata = jsonencode({ crm = "a-17" })
  unsafe_metadata  = jsonencode({ theme = "dark", size = 12345678901234567890 })`

const (
	withPublic  = `{"app":{"seen":true},"billing":{"cycle":"year","seats":3,"vat":["DE",19]},"plan":"pro","tags":["a"]}`
	withPrivate = `{"app":{"seen":true},"billing":{"seats":3},"crm":"a-17","tags":["a"]}`
	withUnsafe  = `{"app":{"seen":true},"billing":{"seats":3},"size":12345678901234567890,"tags":["a"],"theme":"dark"}`
)

func TestMergesOwnedKeysWithOneRequestAndRemovesThemWithOne(t *testing.T) {
	t.Parallel()
	each(t, app, func(_ *testing.T, a owner) {
		a.Drive(
			acctest.Step{
				Config: a.config(full), Plan: a.plans("create"), Writes: a.once(),
				State: a.state(a.noun+"_id", a.id, "public_metadata", `{"billing":{"cycle":"year","vat":["DE",19]},"plan":"pro"}`, "private_metadata", `{"crm":"a-17"}`),
				Check: a.holds(withPublic, withPrivate, withUnsafe),
			},
			acctest.Step{Writes: a.once(), Check: a.holds(app, app, app)},
		)
	})
}

func TestOwnsOneKeyOfOneField(t *testing.T) {
	t.Parallel()
	each(t, app, func(_ *testing.T, a owner) {
		state := a.state()
		for _, name := range a.arguments {
			state[a.address()+"."+name] = "null"
		}
		state[a.address()+".private_metadata"] = `{"billing":{"cycle":"year"}}`
		a.Drive(acctest.Step{
			Config: a.config(`private_metadata = jsonencode({ billing = { cycle = "year" } })`),
			State:  state,
			Check:  a.holds(app, `{"app":{"seen":true},"billing":{"cycle":"year","seats":3},"tags":["a"]}`, app),
		})
		a.expect(app, app, app)
	})
}

// The object around an owned key stays when the key goes: another may be about
// to fill it.
func TestLeavesAnEmptyObjectWhereItsLastKeyWas(t *testing.T) {
	t.Parallel()
	each(t, `{}`, func(_ *testing.T, a owner) {
		a.Drive(
			acctest.Step{Config: a.config(`public_metadata = jsonencode({ billing = { plan = "pro" }, labels = {} })`)},
			acctest.Step{
				Config: a.config(`public_metadata = jsonencode({ labels = {} })`),
				Check:  a.holds(`{"billing":{},"labels":{}}`, `{}`, `{}`),
			},
			acctest.Step{
				Outside: a.merged(clerk.Metadata{Public: json.RawMessage(`{"labels":{"app":1}}`)}),
				Config:  a.config(`public_metadata = jsonencode({})`),
				Plan:    a.plans("update", "public_metadata"),
				Check:   a.holds(`{"billing":{},"labels":{"app":1}}`, `{}`, `{}`),
			},
		)
		a.expect(`{"billing":{},"labels":{"app":1}}`, `{}`, `{}`)
	})
}

// changes has configurations that differ from full in one argument alone, and
// what Clerk then holds of it.
var changes = map[string]struct{ argument, old, new, holds string }{
	"another value":                  {"public_metadata", `"pro"`, `"free"`, `{"app":{"seen":true},"billing":{"cycle":"year","seats":3,"vat":["DE",19]},"plan":"free","tags":["a"]}`},
	"a key goes":                     {"public_metadata", `plan = "pro", `, ``, `{"app":{"seen":true},"billing":{"cycle":"year","seats":3,"vat":["DE",19]},"tags":["a"]}`},
	"a key inside goes":              {"public_metadata", `cycle = "year", `, ``, `{"app":{"seen":true},"billing":{"seats":3,"vat":["DE",19]},"plan":"pro","tags":["a"]}`},
	"an object goes":                 {"public_metadata", `, billing = { cycle = "year", vat = ["DE", 19] }`, ``, `{"app":{"seen":true},"billing":{"seats":3},"plan":"pro","tags":["a"]}`},
	"a key comes and one goes":       {"public_metadata", `cycle = "year"`, `net = true`, `{"app":{"seen":true},"billing":{"net":true,"seats":3,"vat":["DE",19]},"plan":"pro","tags":["a"]}`},
	"an element of an array goes":    {"public_metadata", `["DE", 19]`, `["DE"]`, `{"app":{"seen":true},"billing":{"cycle":"year","seats":3,"vat":["DE"]},"plan":"pro","tags":["a"]}`},
	"a scalar becomes an object":     {"public_metadata", `"pro"`, `{ name = "pro" }`, `{"app":{"seen":true},"billing":{"cycle":"year","seats":3,"vat":["DE",19]},"plan":{"name":"pro"},"tags":["a"]}`},
	"a key of the app is taken over": {"public_metadata", `vat = ["DE", 19]`, `seats = 4`, `{"app":{"seen":true},"billing":{"cycle":"year","seats":4},"plan":"pro","tags":["a"]}`},
	"private metadata":               {"private_metadata", `"a-17"`, `["a-18"]`, `{"app":{"seen":true},"billing":{"seats":3},"crm":["a-18"],"tags":["a"]}`},
	"unsafe metadata":                {"unsafe_metadata", `12345678901234567890`, `12345678901234567891`, `{"app":{"seen":true},"billing":{"seats":3},"size":12345678901234567891,"tags":["a"],"theme":"dark"}`},
	"private metadata goes":          {"private_metadata", `private_metadata = jsonencode({ crm = "a-17" })`, ``, app},
	"private metadata owns nothing":  {"private_metadata", `{ crm = "a-17" }`, `{}`, app},
}

func TestChangesEachArgumentInPlaceWithOneRequest(t *testing.T) {
	t.Parallel()
	for title, change := range changes {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			each(t, app, func(t *testing.T, a owner) {
				if !slices.Contains(a.arguments, change.argument) {
					return
				}
				want := map[string]string{"public_metadata": withPublic, "private_metadata": withPrivate, "unsafe_metadata": withUnsafe}
				want[change.argument] = change.holds
				a.Drive(
					acctest.Step{Config: a.config(full)},
					acctest.Step{
						Config: acctest.Replace(t, a.config(full), change.old, change.new), Plan: a.plans("update", change.argument), Writes: a.once(),
						Check: a.holds(want["public_metadata"], want["private_metadata"], want["unsafe_metadata"]),
					},
				)
			})
		})
	}
}

func TestSendsTheArgumentsThatChangeAndNoOthers(t *testing.T) {
	t.Parallel()
	each(t, app, func(t *testing.T, a owner) {
		a.Drive(
			acctest.Step{Config: a.config(full)},
			acctest.Step{Config: acctest.Replace(t, a.config(full), `plan = "pro", `, ``)},
		)
		var sent []string
		for _, r := range a.Sim.Requests() {
			if r.Operation == a.merge {
				sent = append(sent, r.Body)
			}
		}
		created, removed := `,"unsafe_metadata":{"size":12345678901234567890,"theme":"dark"}`, `,"unsafe_metadata":{"size":null,"theme":null}`
		if a.kind == organizations {
			created, removed = "", ""
		}
		want := []string{
			`{"public_metadata":{"billing":{"cycle":"year","vat":["DE",19]},"plan":"pro"},"private_metadata":{"crm":"a-17"}` + created + `}`,
			`{"public_metadata":{"billing":{"cycle":"year","vat":["DE",19]},"plan":null}}`,
			`{"public_metadata":{"billing":{"cycle":null,"vat":null}},"private_metadata":{"crm":null}` + removed + `}`,
		}
		if !slices.Equal(sent, want) {
			t.Errorf("the create, the update and the destroy sent %s", strings.Join(sent, "\n"))
		}
	})
}

func TestComparesByValue(t *testing.T) {
	t.Parallel()
	each(t, app, func(_ *testing.T, a owner) {
		a.Drive(
			acctest.Step{Config: a.config("public_metadata = <<-EOT\n{ \"b\": {\"y\": 1.0, \"x\": [ 1 ]}, \"a\": \"<\" }\nEOT")},
			acctest.Step{
				Config: a.config(`public_metadata = jsonencode({ a = "<", b = { x = [1], y = 1 } })`),
				Plan:   acctest.Nothing,
				State:  a.state("public_metadata", "{ \"b\": {\"y\": 1.0, \"x\": [ 1 ]}, \"a\": \"<\" }\n"),
			},
		)
	})
}

func TestMovesTheKeysToAnotherOwner(t *testing.T) {
	t.Parallel()
	each(t, app, func(t *testing.T, a owner) {
		other := newOwner(t, a.Instance, a.kind, "grace", `{}`)
		a.Drive(
			acctest.Step{Config: a.config(full)},
			acctest.Step{
				Config: other.config(full),
				Plan:   a.plans("replace", a.noun+"_id"),
				Check:  a.holds(app, app, app),
			},
		)
	})
}

func TestLeavesTheStateWithItsOwner(t *testing.T) {
	t.Parallel()
	each(t, app, func(_ *testing.T, a owner) {
		a.Drive(
			acctest.Step{Config: a.config(full)},
			acctest.Step{
				Outside: a.Outside(func(ctx context.Context, c *clerk.Client) error { return a.remove(ctx, c, a.id) }),
				Config:  a.config(full),
				Plan:    a.plans("create"),
				Fails:   []string{"Could not create the metadata of " + a.noun, a.noun + "_id =", "404"},
			},
		)
	})
}

func TestRepeatsAMergeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	each(t, app, func(_ *testing.T, a owner) {
		lose := func(kind string) func() {
			return func() { a.Sim.PlaceFault(clerksim.Fault{Operation: a.merge, Kind: kind, Times: 2}) }
		}
		a.Drive(
			acctest.Step{Outside: lose("lost"), Config: a.config(full), Check: a.holds(withPublic, withPrivate, withUnsafe)},
			acctest.Step{Outside: lose("502"), Config: a.config(`private_metadata = jsonencode({ crm = "a-17" })`), Check: a.holds(app, withPrivate, app)},
			acctest.Step{Outside: lose("lost")},
		)
		a.expect(app, app, app)
	})
}
