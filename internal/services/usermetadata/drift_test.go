package usermetadata_test

import (
	"context"
	"encoding/json"
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
			a := newAda(t, acctest.InProcess(t), app)
			want := map[string]string{"public_metadata": withPublic, "private_metadata": withPrivate, "unsafe_metadata": withUnsafe}
			if drift.holds != "" {
				want[drift.argument] = drift.holds
			}
			a.Drive(
				acctest.Step{Config: a.config(full)},
				acctest.Step{
					Outside: a.merges(field(drift.argument, drift.outside)),
					Config:  a.config(full),
					Plan:    updates(drift.argument),
					Check:   a.holds(want["public_metadata"], want["private_metadata"], want["unsafe_metadata"]),
				},
			)
		})
	}
}

func TestNeitherReadsNorTouchesTheKeysOfOthers(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), app)
	others := `{"app":{"seen":false,"n":1},"billing":{"seats":null,"iban":"DE02"},"tags":null,"new":[1]}`
	left := `{"app":{"seen":false,"n":1},"billing":{"iban":"DE02"},"new":[1]}`
	a.Drive(
		acctest.Step{Config: a.config(full)},
		acctest.Step{
			Outside: a.merges(clerk.Metadata{Public: json.RawMessage(others), Private: json.RawMessage(others), Unsafe: json.RawMessage(others)}),
			Config:  a.config(full),
			Plan:    acctest.Nothing,
			State:   map[string]string{address + ".public_metadata": `{"billing":{"cycle":"year","vat":["DE",19]},"plan":"pro"}`, address + ".private_metadata": `{"crm":"a-17"}`},
		},
		acctest.Step{Config: acctest.Replace(t, a.config(full), `"pro"`, `"free"`)},
	)
	a.expect(left, left, left)
}

// What stands where an owned object was belongs to whoever put it there.
func TestADestroyLeavesWhatReplacedAnOwnedObject(t *testing.T) {
	t.Parallel()
	a := newAda(t, acctest.InProcess(t), `{}`)
	config := a.config(`public_metadata = jsonencode({ billing = { plan = "pro" }, x = 1 })`)
	a.Drive(
		acctest.Step{Config: config},
		acctest.Step{
			Outside: a.merges(clerk.Metadata{Public: json.RawMessage(`{"billing":"none"}`)}),
		},
	)
	a.expect(`{"billing":"none"}`, `{}`, `{}`)
}

func TestTwoOwnersOfDifferentKeysAndAUserNeverFight(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	const user = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}`
	const billing = `
resource "clerk_user_metadata" "billing" {
  user_id          = clerk_user.ada.id
  public_metadata  = jsonencode({ account = { plan = "pro" }, seats = 3 })
  private_metadata = jsonencode({ crm = "a-17" })
}`
	const support = `
resource "clerk_user_metadata" "support" {
  user_id         = clerk_user.ada.id
  public_metadata = jsonencode({ account = { tier = "gold", hours = [9, 17] } })
  unsafe_metadata = jsonencode({ theme = "dark" })
}`
	a := ada{Instance: i, t: t}
	i.Drive(
		acctest.Step{
			Config: user + billing + support,
			Check:  a.holds(`{"account":{"plan":"pro","tier":"gold","hours":[9,17]},"seats":3}`, `{"crm":"a-17"}`, `{"theme":"dark"}`),
		},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.Users.MergeMetadata(ctx, i.User("ada@example.com").ID, clerk.Metadata{Public: json.RawMessage(`{"app":1,"account":{"app":2}}`)})
				return err
			}),
			Config: user + billing + support,
			Plan:   acctest.Nothing,
		},
		acctest.Step{
			Config: user + acctest.Replace(t, billing, `, seats = 3`, ``) + acctest.Replace(t, support, `"gold"`, `"silver"`),
			Check:  a.holds(`{"account":{"plan":"pro","tier":"silver","hours":[9,17],"app":2},"app":1}`, `{"crm":"a-17"}`, `{"theme":"dark"}`),
		},
		acctest.Step{
			Config: user + support,
			Check:  a.holds(`{"account":{"tier":"gold","hours":[9,17],"app":2},"app":1}`, `{}`, `{"theme":"dark"}`),
		},
		acctest.Step{Config: user, Check: func(acctest.States) {
			a.expect(`{"account":{"app":2},"app":1}`, `{}`, `{}`)
		}},
	)
}
