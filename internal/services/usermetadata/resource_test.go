package usermetadata_test

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

var patch = map[string]int{"PATCH /users/{user_id}/metadata": 1}

func TestMergesOwnedKeysWithOneRequestAndRemovesThemWithOne(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	a := newAda(t, i, app)
	i.Drive(
		acctest.Step{
			Config: a.config(full), Plan: []string{address + ": create"}, Writes: patch,
			State: map[string]string{
				address + ".user_id":          a.id,
				address + ".public_metadata":  `{"billing":{"cycle":"year","vat":["DE",19]},"plan":"pro"}`,
				address + ".private_metadata": `{"crm":"a-17"}`,
			},
			Check: a.holds(withPublic, withPrivate, withUnsafe),
		},
		acctest.Step{Writes: patch, Check: a.holds(app, app, app)},
	)
}

func TestOwnsOneKeyOfOneField(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), app)
	minimal := a.config(`unsafe_metadata = jsonencode({ billing = { cycle = "year" } })`)
	a.Drive(
		acctest.Step{
			Config: minimal,
			State:  map[string]string{address + ".public_metadata": "null", address + ".private_metadata": "null", address + ".unsafe_metadata": `{"billing":{"cycle":"year"}}`},
			Check:  a.holds(app, app, `{"app":{"seen":true},"billing":{"cycle":"year","seats":3},"tags":["a"]}`),
		},
	)
	a.expect(app, app, app)
}

// The object around an owned key stays when the key goes: another may be about
// to fill it.
func TestLeavesAnEmptyObjectWhereItsLastKeyWas(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), `{}`)
	a.Drive(
		acctest.Step{Config: a.config(`public_metadata = jsonencode({ billing = { plan = "pro" }, labels = {} })`)},
		acctest.Step{
			Config: a.config(`public_metadata = jsonencode({ labels = {} })`),
			Check:  a.holds(`{"billing":{},"labels":{}}`, `{}`, `{}`),
		},
		acctest.Step{
			Outside: a.merges(clerk.Metadata{Public: json.RawMessage(`{"labels":{"app":1}}`)}),
			Config:  a.config(`public_metadata = jsonencode({})`),
			Plan:    []string{address + ": update public_metadata"},
			Check:   a.holds(`{"billing":{},"labels":{"app":1}}`, `{}`, `{}`),
		},
	)
	a.expect(`{"billing":{},"labels":{"app":1}}`, `{}`, `{}`)
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
			i := acctest.InProcess(t)
			a := newAda(t, i, app)
			changed := acctest.Replace(t, a.config(full), change.old, change.new)
			want := map[string]string{"public_metadata": withPublic, "private_metadata": withPrivate, "unsafe_metadata": withUnsafe}
			want[change.argument] = change.holds
			i.Drive(
				acctest.Step{Config: a.config(full)},
				acctest.Step{
					Config: changed, Plan: updates(change.argument), Writes: patch,
					Check: a.holds(want["public_metadata"], want["private_metadata"], want["unsafe_metadata"]),
				},
			)
		})
	}
}

func TestSendsTheArgumentsThatChangeAndNoOthers(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	a := newAda(t, i, app)
	i.Drive(
		acctest.Step{Config: a.config(full)},
		acctest.Step{Config: acctest.Replace(t, a.config(full), `plan = "pro", `, ``)},
	)
	var sent []string
	for _, r := range i.Sim.Requests() {
		if r.Operation == "PATCH /users/{user_id}/metadata" {
			sent = append(sent, r.Body)
		}
	}
	want := []string{
		`{"public_metadata":{"billing":{"cycle":"year","vat":["DE",19]},"plan":"pro"},"private_metadata":{"crm":"a-17"},"unsafe_metadata":{"size":12345678901234567890,"theme":"dark"}}`,
		`{"public_metadata":{"billing":{"cycle":"year","vat":["DE",19]},"plan":null}}`,
		`{"public_metadata":{"billing":{"cycle":null,"vat":null}},"private_metadata":{"crm":null},"unsafe_metadata":{"size":null,"theme":null}}`,
	}
	if !slices.Equal(sent, want) {
		t.Errorf("the create, the update and the destroy sent %s", strings.Join(sent, "\n"))
	}
}

func TestComparesByValue(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), app)
	a.Drive(
		acctest.Step{Config: a.config("public_metadata = <<-EOT\n{ \"b\": {\"y\": 1.0, \"x\": [ 1 ]}, \"a\": \"<\" }\nEOT")},
		acctest.Step{
			Config: a.config(`public_metadata = jsonencode({ a = "<", b = { x = [1], y = 1 } })`),
			Plan:   acctest.Nothing,
			State:  map[string]string{address + ".public_metadata": "{ \"b\": {\"y\": 1.0, \"x\": [ 1 ]}, \"a\": \"<\" }\n"},
		},
	)
}

func TestMovesTheKeysToAnotherUser(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	a := newAda(t, i, app)
	other, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"grace@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(i.Outside(func(ctx context.Context, c *clerk.Client) error { return c.Users.Delete(ctx, other.ID) }))
	i.Drive(
		acctest.Step{Config: a.config(full)},
		acctest.Step{
			Config: acctest.Replace(t, a.config(full), a.id, other.ID),
			Plan:   []string{address + ": replace user_id"},
			Check:  a.holds(app, app, app),
		},
	)
}

func TestLeavesTheStateWithItsUser(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), app)
	a.Drive(
		acctest.Step{Config: a.config(full)},
		acctest.Step{
			Outside: a.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, a.id)
			}),
			Config: a.config(full),
			Plan:   []string{address + ": create"},
			Fails:  []string{"Could not create the metadata of user", "user_id =", "404"},
		},
	)
}

// Nothing is removed that nobody wrote: the plan after an import lets go of what the
// configuration does not list, and the apply leaves it in Clerk. What is owned from
// then on is removed as ever.
func TestAnImportOwnsAllMetadataOfTheUserUntilTheConfigurationSaysWhatItOwns(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), app)
	all := `jsonencode({ app = { seen = true }, billing = { seats = 3 }, tags = ["a"] })`
	same := a.config("public_metadata = " + all + "\nprivate_metadata = " + all + "\nunsafe_metadata = " + all)
	a.Drive(
		acctest.Step{Import: map[string]string{address: a.id}, Config: same, Plan: acctest.Nothing},
		acctest.Step{
			Config: a.config(`public_metadata = jsonencode({ billing = { seats = 3 } })`),
			Plan:   []string{address + ": update private_metadata public_metadata unsafe_metadata"},
			Warns:  []string{"public_metadata of the user that the configuration does not list", "they stay in Clerk"},
			Check:  a.holds(app, app, app),
		},
		acctest.Step{
			Config: a.config(`public_metadata = jsonencode({ plan = "pro" })`),
			Check:  a.holds(`{"app":{"seen":true},"billing":{},"plan":"pro","tags":["a"]}`, app, app),
		},
	)
}

// The configuration that Terraform generates for an import has no private metadata.
func TestTheGeneratedConfigurationOfAnImportRemovesNothing(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), app)
	all := `jsonencode({ app = { seen = true }, billing = { seats = 3 }, tags = ["a"] })`
	a.Drive(
		acctest.Step{
			Import: map[string]string{address: a.id},
			Config: a.config("public_metadata = " + all + "\nprivate_metadata = null\nunsafe_metadata = " + all),
			Plan:   []string{address + ": update private_metadata"},
			Check:  a.holds(app, app, app),
		},
		acctest.Step{Outside: a.merges(clerk.Metadata{Public: []byte(`{"crm":1}`)}), Config: a.config("public_metadata = jsonencode({ billing = { seats = 4 } })"),
			Check: a.holds(`{"app":{},"billing":{"seats":4},"crm":1}`, app, `{"app":{},"billing":{}}`)},
	)
}

func TestRepeatsAMergeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	a := newAda(t, i, app)
	lose := func(kind string) func() {
		return func() {
			i.Sim.PlaceFault(clerksim.Fault{Operation: "PATCH /users/{user_id}/metadata", Kind: kind, Times: 2})
		}
	}
	i.Drive(
		acctest.Step{Outside: lose("lost"), Config: a.config(full), Check: a.holds(withPublic, withPrivate, withUnsafe)},
		acctest.Step{Outside: lose("502"), Config: a.config(`private_metadata = jsonencode({ crm = "a-17" })`), Check: a.holds(app, withPrivate, app)},
		acctest.Step{Outside: lose("lost")},
	)
	a.expect(app, app, app)
}
