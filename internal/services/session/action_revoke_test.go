package session_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// revoking is the action for a session.
func revoking(id string) string {
	return "action \"clerk_session_revoke\" \"this\" {\n  config {\n    session_id = \"" + id + "\"\n  }\n}\n"
}

func status(t *testing.T, i *acctest.Instance, id string) string {
	t.Helper()
	s, err := i.Clerk.Sessions.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return s.Status
}

func TestRevokesASessionAndNoOther(t *testing.T) {
	t.Parallel()
	for title, assume := range map[string]string{"a second revocation changes nothing": "unchanged", "a second revocation is refused": "400"} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"revoke_again": assume} })
			s := signedIn(t, i, "ada@example.com", 2)
			out, errs := i.Invoke(revoking(s[0].ID))
			if errs != "" || !acctest.Words("Going to revoke the session "+s[0].ID, "Revoked the session "+s[0].ID+" of the user "+s[0].UserID).MatchString(out) {
				t.Error(out, errs)
			}
			if status(t, i, s[0].ID) != "revoked" || status(t, i, s[1].ID) != "active" {
				t.Error("not that session alone was revoked")
			}
			before := i.Writes()
			if out, errs = i.Invoke(revoking(s[0].ID)); errs != "" || !acctest.Words("is revoked already; nothing was changed").MatchString(out) {
				t.Error(out, errs)
			}
			i.ExpectWrites(before, map[string]int{})
		})
	}
}

// The first answer is lost, and the second says that there is nothing to revoke.
func TestRevokesASessionThoughTheAnswerIsLost(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"revoke_again": "400"} })
	s := signedIn(t, i, "ada@example.com", 1)[0]
	i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /sessions/{session_id}/revoke", Kind: "lost"})
	if out, errs := i.Invoke(revoking(s.ID)); !acctest.Words("Revoked the session").MatchString(out) || status(t, i, s.ID) != "revoked" {
		t.Error(out, errs)
	}
}

func TestLeavesASessionThatHasExpiredAsItIs(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	s := signedIn(t, i, "ada@example.com", 1)[0]
	i.Sim.Advance(8 * 24 * time.Hour)
	if out, errs := i.Invoke(revoking(s.ID)); errs != "" || !acctest.Words("is expired already; nothing was changed").MatchString(out) {
		t.Error(out, errs)
	}
	if got := status(t, i, s.ID); got != "expired" {
		t.Errorf("the session is %s", got)
	}
}

func TestSaysThatASessionToRevokeDoesNotExist(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	cleanedUp := signedIn(t, i, "ada@example.com", 1)[0].ID
	i.Sim.Advance(365 * 24 * time.Hour)
	for _, id := range []string{cleanedUp, "sess_mistyped"} {
		i.ExpectError(revoking(id), "Could not revoke the session", "session_id", "404", "Clerk cleans up old sessions", "mistyped")
	}
}

func TestAsksForTheIdOfASessionToRevoke(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t).ExpectRefused(revoking(""), "session_id", "must not be empty")
}

// A change of the user triggers the action.
func TestAccRevokesASessionWhenAResourceChanges(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Actions)
	i := acctest.New(t)
	s := signedIn(t, i, "grace@example.com", 2)
	triggering := strings.Replace(ada, "first_name", "lifecycle {\n    action_trigger {\n      events  = [after_update]\n      actions = [action.clerk_session_revoke.this]\n    }\n  }\n  first_name", 1) + revoking(s[0].ID)
	i.Run(
		resource.TestStep{
			Config: triggering,
			Check: func(*terraform.State) error {
				if got := status(t, i, s[0].ID); got != "active" {
					t.Errorf("the session is %s before any change", got)
				}
				return nil
			},
		},
		resource.TestStep{
			Config: acctest.Replace(t, triggering, `= "Ada"`, `= "Augusta"`),
			Check: func(*terraform.State) error {
				if status(t, i, s[0].ID) != "revoked" || status(t, i, s[1].ID) != "active" {
					t.Error("not that session alone was revoked")
				}
				return nil
			},
		},
	)
}

func TestASessionThatIsGoneNeedsNoEnd(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	if err := i.Clerk.Sessions.End(context.Background(), "sess_gone"); err != nil {
		t.Error(err)
	}
	s := signedIn(t, i, "ada@example.com", 1)[0]
	zero := 0
	c, err := clerk.New(rest.Config{BaseURL: i.Sim.URL(), SecretKey: i.Sim.SecretKey(), MaxRetries: &zero})
	if err != nil {
		t.Fatal(err)
	}
	i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /sessions/{session_id}/revoke", Kind: "502"})
	if err := c.Sessions.End(context.Background(), s.ID); err == nil || status(t, i, s.ID) != "active" {
		t.Errorf("a session that lives on is no error: %v", err)
	}
}
