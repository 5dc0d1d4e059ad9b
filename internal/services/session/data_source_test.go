package session_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// signedIn is a user with so many sessions, newest first.
func signedIn(t *testing.T, i *acctest.Instance, email string, n int) []clerk.Session {
	t.Helper()
	out := make([]clerk.Session, n)
	i.Outside(func(ctx context.Context, c *clerk.Client) error {
		user, err := c.Users.Create(ctx, clerk.CreateUserParams{EmailAddresses: []string{email}})
		if err != nil {
			return err
		}
		t.Cleanup(func() { _ = c.Users.Delete(context.Background(), user.ID) })
		for k := range n {
			s, err := c.Sessions.Create(ctx, clerk.CreateSessionParams{UserID: user.ID})
			if err != nil {
				return err
			}
			out[n-1-k] = *s
		}
		return nil
	})()
	return out
}

func revoke(i *acctest.Instance, id string) {
	i.Outside(func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Sessions.Revoke(ctx, id)
		return err
	})()
}

func TestAccReadsASessionByItsId(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	s := signedIn(t, i, "ada@example.com", 1)[0]
	is := func(attribute string, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.clerk_session.this", tfjsonpath.New(attribute), value)
	}
	at := func(ms int64) knownvalue.Check {
		return knownvalue.StringExact(time.UnixMilli(ms).UTC().Format(time.RFC3339Nano))
	}
	this := "data \"clerk_session\" \"this\" {\n  id = \"" + s.ID + "\"\n}\n"
	i.Run(
		resource.TestStep{
			Config: this,
			ConfigStateChecks: []statecheck.StateCheck{
				is("user_id", knownvalue.StringExact(s.UserID)), is("client_id", knownvalue.StringExact(s.ClientID)), is("status", knownvalue.StringExact("active")),
				is("actor", knownvalue.Null()), is("last_active_organization_id", knownvalue.StringExact("")), is("last_active_at", at(s.LastActiveAt)),
				is("expire_at", at(s.ExpireAt)), is("abandon_at", at(s.AbandonAt)), is("created_at", at(s.CreatedAt)), is("updated_at", at(s.UpdatedAt)),
			},
		},
		resource.TestStep{
			PreConfig:         func() { revoke(i, s.ID) },
			Config:            this,
			ConfigStateChecks: []statecheck.StateCheck{is("status", knownvalue.StringExact("revoked"))},
		},
	)
}

func session(id string) string {
	return "data \"clerk_session\" \"this\" {\n  id = \"" + id + "\"\n}\n"
}

func TestShowsThatASessionHasExpired(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	s := signedIn(t, i, "ada@example.com", 1)[0]
	i.Sim.Advance(8 * 24 * time.Hour)
	if got := i.Read(session(s.ID)).GetAttr("status").AsString(); got != "expired" {
		t.Errorf("the session is %s", got)
	}
}

func TestSaysThatASessionMayHaveBeenCleanedUp(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	s := signedIn(t, i, "ada@example.com", 1)[0]
	i.Read(session(s.ID))
	i.Sim.Advance(365 * 24 * time.Hour)
	i.ExpectError(session(s.ID), "Could not read the session", "with data.clerk_session.this", `id = "sess_`, "404",
		"Clerk cleans up old sessions that are not active any more", "clerk_sessions")
}

// lists expects these sessions, in this order.
func lists(t *testing.T, i *acctest.Instance, arguments map[string]string, sessions ...clerk.Session) {
	t.Helper()
	config := "data \"clerk_sessions\" \"this\" {\n"
	for name, value := range arguments {
		config += "  " + name + " = \"" + value + "\"\n"
	}
	read := i.Read(config + "}")
	var got, want []string
	for _, s := range read.GetAttr("sessions").AsValueSlice() {
		got = append(got, s.GetAttr("id").AsString())
	}
	for _, s := range sessions {
		want = append(want, s.ID)
	}
	if total, _ := read.GetAttr("total_count").AsBigFloat().Int64(); !slices.Equal(got, want) || total != int64(len(want)) {
		t.Errorf("%v lists %d sessions, %v, expected %v", arguments, total, got, want)
	}
}

func TestListsSessionsByUserClientAndStatus(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	s := signedIn(t, i, "ada@example.com", 3)
	grace := signedIn(t, i, "grace@example.com", 1)
	revoke(i, s[1].ID)
	user := func(more ...string) map[string]string {
		out := map[string]string{"user_id": s[0].UserID}
		for k := 0; k < len(more); k += 2 {
			out[more[k]] = more[k+1]
		}
		return out
	}
	lists(t, i, user(), s...)
	lists(t, i, user("status", "active"), s[0], s[2])
	lists(t, i, user("status", "revoked"), s[1])
	lists(t, i, user("status", "ended"))
	lists(t, i, map[string]string{"client_id": s[2].ClientID}, s[2])
	lists(t, i, user("client_id", s[1].ClientID), s[1])
	lists(t, i, user("client_id", grace[0].ClientID))
	lists(t, i, map[string]string{"user_id": "user_nobody"})
}

func TestAccListsSessionsOfAUserThatTheSameApplyCreates(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(resource.TestStep{
		Config: ada + `
data "clerk_sessions" "ada" { user_id = clerk_user.ada.id }
output "total_count" { value = data.clerk_sessions.ada.total_count }`,
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("total_count", knownvalue.Int64Exact(0))},
	})
}

func TestReadsAllPagesOfSessions(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	s := signedIn(t, i, "ada@example.com", 1203)
	lists(t, i, map[string]string{"user_id": s[0].UserID}, s...)
}

func TestLeavesOutSessionsThatWereCleanedUp(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	s := signedIn(t, i, "ada@example.com", 2)
	i.Sim.Advance(365 * 24 * time.Hour)
	lists(t, i, map[string]string{"user_id": s[0].UserID})
}

func TestAsksForAUserOrAClientAndAStatusThatExists(t *testing.T) {
	t.Parallel()
	for lines, words := range map[string][]string{
		``:                  {"Invalid Attribute Combination", "At least one", "user_id", "client_id"},
		`status = "active"`: {"Invalid Attribute Combination", "At least one"},
		`user_id = ""`:      {"user_id", "string length must be at least 1"},
		"user_id = \"user_1\"\n status = \"pending\"": {"status", "must be one of", `"active"`, `"pending"`},
	} {
		acctest.InProcess(t).ExpectRefused(fmt.Sprintf("data \"clerk_sessions\" \"this\" {\n%s\n}", lines), words...)
	}
}
