package apikey_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const address = "clerk_api_key.this"

func config(lines string) string {
	return `
resource "clerk_machine" "worker" {
  name = "worker"
}
resource "clerk_api_key" "this" {
  subject = clerk_machine.worker.id
  name    = "reports"
  ` + lines + `
}
`
}

// key is the one API key of the machine.
func key(t *testing.T, i *acctest.Instance) clerk.APIKey {
	t.Helper()
	m, err := i.Clerk.Machines.Find(t.Context(), "worker")
	if err != nil {
		t.Fatal(err)
	}
	all, err := rest.Collect(i.Clerk.APIKeys.List(t.Context(), clerk.APIKeyFilter{Subject: m.ID}))
	if err != nil || len(all) != 1 {
		t.Fatalf("Clerk has %+v: %v", all, err)
	}
	return all[0]
}

// Revoked or deleted, it is gone, and another one takes its place.
func TestAKeyThatWasRevokedOutsideIsCreatedAnew(t *testing.T) {
	t.Parallel()
	for what, end := range map[string]func(context.Context, *clerk.Client, string) error{
		"revoked": func(ctx context.Context, c *clerk.Client, id string) error { return c.APIKeys.Revoke(ctx, id) },
		"deleted": func(ctx context.Context, c *clerk.Client, id string) error { return c.APIKeys.Delete(ctx, id) },
	} {
		i := acctest.InProcess(t)
		var first string
		warns := map[string][]string{"revoked": {"was revoked outside Terraform"}}[what]
		i.Drive(
			acctest.Step{Config: config(""), Check: func(acctest.States) { first = key(t, i).ID }},
			acctest.Step{
				Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error { return end(ctx, c, first) }),
				Config:  config(""), Plan: []string{address + ": create"}, Warns: warns,
				Check: func(acctest.States) {
					if key(t, i).ID == first {
						t.Errorf("%s: it is the same key", what)
					}
				},
			},
		)
	}
}

// One that has expired stays as it is, until more time is asked for.
func TestAKeyThatHasExpiredStaysUntilMoreTimeIsAskedFor(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	var first string
	i.Drive(
		acctest.Step{Config: config("seconds_until_expiration = 60"), Check: func(acctest.States) { first = key(t, i).ID }},
		acctest.Step{Outside: func() { i.Sim.Advance(time.Hour) }, Config: config("seconds_until_expiration = 60"), Plan: acctest.Nothing},
		acctest.Step{Config: config(""), Plan: acctest.Nothing},
		acctest.Step{
			Config: config("seconds_until_expiration = 120"), Plan: []string{address + ": update expiration seconds_until_expiration"},
			Check: func(s acctest.States) {
				k := key(t, i)
				if k.ID != first || k.Expired || s.Get(address, "expiration") == "null" {
					t.Errorf("Clerk has %+v", k)
				}
			},
		},
	)
}

func TestClaimsAreComparedByValue(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: config(`claims = "{\"b\": 1.0, \"a\": [1]}"`)},
		acctest.Step{Config: config(`claims = jsonencode({ a = [1], b = 1 })`), Plan: acctest.Nothing},
		acctest.Step{Config: config(`claims = jsonencode({ a = [2] })`), Plan: []string{address + ": update claims"}, Writes: map[string]int{"PATCH /api_keys/{apiKeyID}": 1}},
		acctest.Step{Config: config("claims = jsonencode({})\n  scopes = []\n  description = \"\""), Check: func(acctest.States) {
			if k := key(t, i); string(k.Claims) != "{}" {
				t.Errorf("the claims are %s", k.Claims)
			}
		}},
	)
}

// The secret is read on request, and is in no state.
func TestTheSecretOfAKeyIsReadOnRequest(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(acctest.Step{Config: config(""), Check: func(s acctest.States) {
		id := s.Get(address, "id")
		want, err := i.Clerk.APIKeys.Secret(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		i.Open("ephemeral \"clerk_api_key_secret\" \"this\" {\n  api_key_id = \""+id+"\"\n}\n", func(given map[string]any) {
			if given["secret"] != want || strings.Contains(s[address].String(), want) {
				t.Errorf("it gives %s", given["secret"])
			}
		})
	}})
}

// A key is accepted until it is revoked, has expired, or is deleted.
func TestAKeyIsAcceptedUntilItEnds(t *testing.T) {
	t.Parallel()
	for what, end := range map[string]func(i *acctest.Instance, id string) error{
		"revoked": func(i *acctest.Instance, id string) error { return i.Clerk.APIKeys.Revoke(t.Context(), id) },
		"deleted": func(i *acctest.Instance, id string) error { return i.Clerk.APIKeys.Delete(t.Context(), id) },
		"expired": func(i *acctest.Instance, _ string) error { i.Sim.Advance(time.Hour); return nil },
	} {
		i := acctest.InProcess(t)
		i.Drive(acctest.Step{Config: config("seconds_until_expiration = 60"), Check: func(s acctest.States) {
			id, secret := s.Get(address, "id"), ""
			i.Open("ephemeral \"clerk_api_key_secret\" \"this\" {\n  api_key_id = \""+id+"\"\n}\n", func(given map[string]any) { secret = given["secret"].(string) })
			accepted := func() bool {
				return acctest.Status(t, i.Sim, "/v1/api_keys/verify", i.Sim.SecretKey(), `{"secret":"`+secret+`"}`) == http.StatusOK
			}
			if !accepted() {
				t.Errorf("%s: it is not accepted before", what)
			}
			if err := end(i, id); err != nil {
				t.Error(err)
			}
			if accepted() {
				t.Errorf("%s: it is accepted after", what)
			}
		}, Unsettled: true})
	}
}
