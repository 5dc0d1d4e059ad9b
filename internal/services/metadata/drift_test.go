package metadata_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// drifts has changes of owned keys outside Terraform, and what Clerk holds of the
// argument when they are undone; what full makes of it if empty.
var drifts = map[string]struct{ argument, outside, holds string }{
	"another value":                      {"public_metadata", `{"plan":"free"}`, ""},
	"a key is missing":                   {"public_metadata", `{"plan":null}`, ""},
	"a key inside is missing":            {"public_metadata", `{"billing":{"cycle":null}}`, ""},
	"an object is missing":               {"public_metadata", `{"billing":null}`, `{"app":{"seen":true},"billing":{"cycle":"year","vat":["DE",19]},"plan":"pro","tags":["a"]}`},
	"an array has another element":       {"public_metadata", `{"billing":{"vat":["DE",19,7]}}`, ""},
	"a scalar was replaced by an object": {"public_metadata", `{"plan":{"name":"pro","app":1}}`, ""},
	"an object was replaced by a scalar": {"public_metadata", `{"billing":"none"}`, `{"app":{"seen":true},"billing":{"cycle":"year","vat":["DE",19]},"plan":"pro","tags":["a"]}`},
	"an array was replaced by an object": {"public_metadata", `{"billing":{"vat":{"DE":19}}}`, ""},
	"private metadata":                   {"private_metadata", `{"crm":"b-1"}`, ""},
	"unsafe metadata":                    {"unsafe_metadata", `{"theme":null}`, ""},
}

func field(argument string, value string) (m clerk.Metadata) {
	*map[string]*json.RawMessage{"public_metadata": &m.Public, "private_metadata": &m.Private, "unsafe_metadata": &m.Unsafe}[argument] = json.RawMessage(value)
	return m
}

func TestShowsTheDriftOfOwnedKeys(t *testing.T) {
	t.Parallel()
	for title, drift := range drifts {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			each(t, app, func(t *testing.T, a owner) {
				if !slices.Contains(a.arguments, drift.argument) {
					return
				}
				want := map[string]string{"public_metadata": withPublic, "private_metadata": withPrivate, "unsafe_metadata": withUnsafe}
				if drift.holds != "" {
					want[drift.argument] = drift.holds
				}
				a.Drive(
					acctest.Step{Config: a.config(full)},
					acctest.Step{
						Outside: a.merged(field(drift.argument, drift.outside)),
						Config:  a.config(full),
						Plan:    a.plans("update", drift.argument),
						Check:   a.holds(want["public_metadata"], want["private_metadata"], want["unsafe_metadata"]),
					},
				)
			})
		})
	}
}

func TestNeitherReadsNorTouchesTheKeysOfOthers(t *testing.T) {
	t.Parallel()
	others := json.RawMessage(`{"app":{"seen":false,"n":1},"billing":{"seats":null,"iban":"DE02"},"tags":null,"new":[1]}`)
	left := `{"app":{"seen":false,"n":1},"billing":{"iban":"DE02"},"new":[1]}`
	each(t, app, func(_ *testing.T, a owner) {
		a.Drive(
			acctest.Step{Config: a.config(full)},
			acctest.Step{
				Outside: a.merged(clerk.Metadata{Public: others, Private: others, Unsafe: others}),
				Config:  a.config(full),
				Plan:    acctest.Nothing,
				State:   a.state("public_metadata", `{"billing":{"cycle":"year","vat":["DE",19]},"plan":"pro"}`, "private_metadata", `{"crm":"a-17"}`),
			},
			acctest.Step{Config: acctest.Replace(a.t, a.config(full), `"pro"`, `"free"`)},
		)
		a.expect(left, left, left)
	})
}

// What stands where an owned object was belongs to whoever put it there.
func TestADestroyLeavesWhatReplacedAnOwnedObject(t *testing.T) {
	t.Parallel()
	each(t, `{}`, func(_ *testing.T, a owner) {
		a.Drive(
			acctest.Step{Config: a.config(`public_metadata = jsonencode({ billing = { plan = "pro" }, x = 1 })`)},
			acctest.Step{Outside: a.merged(clerk.Metadata{Public: json.RawMessage(`{"billing":"none"}`)})},
		)
		a.expect(`{"billing":"none"}`, `{}`, `{}`)
	})
}

func TestTwoResourcesWithDifferentKeysAndTheApplicationNeverFight(t *testing.T) {
	t.Parallel()
	const billing = `
  public_metadata  = jsonencode({ account = { plan = "pro" }, seats = 3 })
  private_metadata = jsonencode({ crm = "a-17" })`
	const support = `
  public_metadata = jsonencode({ account = { tier = "gold", hours = [9, 17] } })
  unsafe_metadata = jsonencode({ theme = "dark" })`
	each(t, `{}`, func(_ *testing.T, a owner) {
		a.Drive(
			acctest.Step{
				Config: a.named("billing", billing) + a.named("support", support),
				Check:  a.holds(`{"account":{"plan":"pro","tier":"gold","hours":[9,17]},"seats":3}`, `{"crm":"a-17"}`, `{"theme":"dark"}`),
			},
			acctest.Step{
				Outside: a.merged(clerk.Metadata{Public: json.RawMessage(`{"app":1,"account":{"app":2}}`)}),
				Config:  a.named("billing", billing) + a.named("support", support),
				Plan:    acctest.Nothing,
			},
			acctest.Step{
				Config: a.named("billing", acctest.Replace(a.t, billing, `, seats = 3`, ``)) + a.named("support", acctest.Replace(a.t, support, `"gold"`, `"silver"`)),
				Check:  a.holds(`{"account":{"plan":"pro","tier":"silver","hours":[9,17],"app":2},"app":1}`, `{"crm":"a-17"}`, `{"theme":"dark"}`),
			},
			acctest.Step{
				Config: a.named("support", support),
				Check:  a.holds(`{"account":{"tier":"gold","hours":[9,17],"app":2},"app":1}`, `{}`, `{"theme":"dark"}`),
			},
		)
		a.expect(`{"account":{"app":2},"app":1}`, `{}`, `{}`)
	})
}

// A clerk_user beside it mentions no metadata, and so neither sees nor sets it.
func TestAResourceOfTheOwnerItselfDoesNotFightIt(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Config: `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}
resource "clerk_user_metadata" "this" {
  user_id         = clerk_user.ada.id
  public_metadata = jsonencode({ plan = "pro" })
}`,
			Check: func(acctest.States) {
				if has := string(i.User("ada@example.com").PublicMetadata); has != `{"plan":"pro"}` {
					t.Errorf("the public metadata is %s", has)
				}
			},
		},
		acctest.Step{Config: `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}`, Check: func(acctest.States) {
			if has := string(i.User("ada@example.com").PublicMetadata); has != `{}` {
				t.Errorf("the public metadata is %s", has)
			}
		}},
	)
}
