package usermetadata_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

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

func TestAccMergesOwnedKeysWithOneRequestAndRemovesThemWithOne(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	a := newAda(t, i, app)
	before := i.Writes()
	i.Run(
		resource.TestStep{
			Config:           a.config(full),
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value("user_id", knownvalue.StringExact(a.id)),
				value("public_metadata", knownvalue.StringExact(`{"billing":{"cycle":"year","vat":["DE",19]},"plan":"pro"}`)),
				value("private_metadata", knownvalue.StringExact(`{"crm":"a-17"}`)),
				statecheck.ExpectSensitiveValue(address, tfjsonpath.New("private_metadata")),
			},
			Check: func(*terraform.State) error {
				a.expect(withPublic, withPrivate, withUnsafe)
				i.ExpectWrites(before, patch)
				before = i.Writes()
				return nil
			},
		},
		resource.TestStep{Config: a.config(full), ConfigPlanChecks: unchanged()},
	)
	a.expect(app, app, app)
	i.ExpectWrites(before, patch)
}

func TestAccOwnsOneKeyOfOneField(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.New(t), app)
	minimal := a.config(`unsafe_metadata = jsonencode({ billing = { cycle = "year" } })`)
	a.Run(
		resource.TestStep{
			Config: minimal,
			ConfigStateChecks: []statecheck.StateCheck{
				value("public_metadata", knownvalue.Null()),
				value("private_metadata", knownvalue.Null()),
				value("unsafe_metadata", knownvalue.StringExact(`{"billing":{"cycle":"year"}}`)),
			},
			Check: a.holds(app, app, `{"app":{"seen":true},"billing":{"cycle":"year","seats":3},"tags":["a"]}`),
		},
		resource.TestStep{Config: minimal, ConfigPlanChecks: unchanged()},
	)
	a.expect(app, app, app)
}

// The object around an owned key stays when the key goes: another may be about
// to fill it.
func TestAccLeavesAnEmptyObjectWhereItsLastKeyWas(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.New(t), `{}`)
	a.Run(
		resource.TestStep{Config: a.config(`public_metadata = jsonencode({ billing = { plan = "pro" }, labels = {} })`)},
		resource.TestStep{
			Config: a.config(`public_metadata = jsonencode({ labels = {} })`),
			Check:  a.holds(`{"billing":{},"labels":{}}`, `{}`, `{}`),
		},
		resource.TestStep{Config: a.config(`public_metadata = jsonencode({ labels = {} })`), ConfigPlanChecks: unchanged()},
		resource.TestStep{
			PreConfig:        a.merges(clerk.Metadata{Public: json.RawMessage(`{"labels":{"app":1}}`)}),
			Config:           a.config(`public_metadata = jsonencode({})`),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "public_metadata"),
			Check:            a.holds(`{"billing":{},"labels":{"app":1}}`, `{}`, `{}`),
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

func TestAccChangesEachArgumentInPlaceWithOneRequest(t *testing.T) {
	t.Parallel()
	for title, change := range changes {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t)
			a := newAda(t, i, app)
			changed := acctest.Replace(t, a.config(full), change.old, change.new)
			want := map[string]string{"public_metadata": withPublic, "private_metadata": withPrivate, "unsafe_metadata": withUnsafe}
			want[change.argument] = change.holds
			var before map[string]int
			i.Run(
				resource.TestStep{Config: a.config(full), Check: func(*terraform.State) error {
					before = i.Writes()
					return nil
				}},
				resource.TestStep{
					Config:           changed,
					ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, change.argument),
					Check: func(*terraform.State) error {
						a.expect(want["public_metadata"], want["private_metadata"], want["unsafe_metadata"])
						i.ExpectWrites(before, patch)
						return nil
					},
				},
			)
		})
	}
}

func TestAccSendsTheArgumentsThatChangeAndNoOthers(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	a := newAda(t, i, app)
	i.Run(
		resource.TestStep{Config: a.config(full)},
		resource.TestStep{Config: acctest.Replace(t, a.config(full), `plan = "pro", `, ``)},
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

func TestAccComparesByValue(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.New(t), app)
	a.Run(
		resource.TestStep{Config: a.config("public_metadata = <<-EOT\n{ \"b\": {\"y\": 1.0, \"x\": [ 1 ]}, \"a\": \"<\" }\nEOT")},
		resource.TestStep{
			Config:           a.config(`public_metadata = jsonencode({ a = "<", b = { x = [1], y = 1 } })`),
			ConfigPlanChecks: unchanged(),
			ConfigStateChecks: []statecheck.StateCheck{
				value("public_metadata", knownvalue.StringExact("{ \"b\": {\"y\": 1.0, \"x\": [ 1 ]}, \"a\": \"<\" }\n")),
			},
		},
	)
}

func TestAccMovesTheKeysToAnotherUser(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	a := newAda(t, i, app)
	other, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"grace@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(i.Outside(func(ctx context.Context, c *clerk.Client) error { return c.Users.Delete(ctx, other.ID) }))
	i.Run(
		resource.TestStep{Config: a.config(full)},
		resource.TestStep{
			Config:           acctest.Replace(t, a.config(full), a.id, other.ID),
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate, "user_id"),
			Check:            a.holds(app, app, app),
		},
	)
}

func TestAccLeavesTheStateWithItsUser(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.New(t), app)
	a.Run(
		resource.TestStep{Config: a.config(full)},
		resource.TestStep{
			PreConfig: a.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, a.id)
			}),
			Config:           a.config(full),
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ExpectError:      acctest.Words("Could not create the metadata of user", "user_id =", "404"),
		},
	)
}

func TestAccImportsByUserIDWithoutADifference(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.New(t), `{}`)
	a.Run(
		resource.TestStep{Config: a.config(full)},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: a.id,
			ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "user_id",
		},
		resource.TestStep{Config: a.config(full), ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: func(*terraform.State) (string, error) { return a.id, nil }},
	)
}

func TestAccImportsByIdentityWithoutADifference(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.ImportByIdentity)
	a := newAda(t, acctest.New(t), `{}`)
	a.Run(
		resource.TestStep{Config: a.config(full), ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"user_id": knownvalue.StringExact(a.id)}),
		}},
		resource.TestStep{Config: a.config(full), ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
	)
}

func TestAccAnImportOwnsAllMetadataOfTheUser(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.New(t), app)
	all := `jsonencode({ app = { seen = true }, billing = { seats = 3 }, tags = ["a"] })`
	importing := "import {\n  to = " + address + "\n  id = \"" + a.id + "\"\n}\n"
	same := a.config("public_metadata = " + all + "\nprivate_metadata = " + all + "\nunsafe_metadata = " + all)
	a.Run(
		resource.TestStep{Config: importing + same, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		resource.TestStep{
			Config:           a.config(`public_metadata = jsonencode({ billing = { seats = 3 } })`),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "public_metadata", "private_metadata", "unsafe_metadata"),
			Check:            a.holds(`{"app":{},"billing":{"seats":3}}`, `{"app":{},"billing":{}}`, `{"app":{},"billing":{}}`),
		},
	)
}

func TestAccRepeatsAMergeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	a := newAda(t, i, app)
	lose := func(kind string) func() {
		return func() {
			i.Sim.PlaceFault(clerksim.Fault{Operation: "PATCH /users/{user_id}/metadata", Kind: kind, Times: 2})
		}
	}
	i.Run(
		resource.TestStep{PreConfig: lose("lost"), Config: a.config(full), Check: a.holds(withPublic, withPrivate, withUnsafe)},
		resource.TestStep{PreConfig: lose("502"), Config: a.config(`private_metadata = jsonencode({ crm = "a-17" })`), Check: a.holds(app, withPrivate, app)},
		resource.TestStep{PreConfig: lose("lost"), Config: a.config(`private_metadata = jsonencode({ crm = "a-17" })`), Destroy: true},
	)
	a.expect(app, app, app)
}
