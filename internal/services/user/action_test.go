package user_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// guarded makes the user ada, with a password, every second factor, and two active
// sessions beside one that was revoked.
func guarded(t *testing.T, i *acctest.Instance) *clerk.User {
	t.Helper()
	i.Outside(func(ctx context.Context, c *clerk.Client) error {
		user, err := c.Users.Create(ctx, clerk.CreateUserParams{
			EmailAddresses: []string{"ada@example.com"},
			Account: clerk.Account{
				Password: rest.Value("a password of Ada's"), TOTPSecret: rest.Value("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
				BackupCodes: []string{"backup-code-1", "backup-code-2"},
			},
		})
		if err != nil {
			return err
		}
		t.Cleanup(func() { _ = c.Users.Delete(context.Background(), user.ID) })
		if _, err = c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{
			UserID: user.ID, PhoneNumber: "+15555550100", Verified: rest.Value(true), ReservedForSecondFactor: rest.Value(true),
		}); err != nil {
			return err
		}
		for range 3 {
			session, err := c.Sessions.Create(ctx, clerk.CreateSessionParams{UserID: user.ID})
			if err != nil {
				return err
			}
			if len(sessionsOf(t, i, user.ID)) == 1 {
				if _, err := c.Sessions.Revoke(ctx, session.ID); err != nil {
					return err
				}
			}
		}
		return nil
	})()
	return i.User("ada@example.com")
}

// sessionsOf are the statuses of a user's sessions.
func sessionsOf(t *testing.T, i *acctest.Instance, userID string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for s, err := range i.Clerk.Sessions.List(t.Context(), clerk.SessionFilter{UserID: userID}) {
		if err != nil {
			t.Fatal(err)
		}
		out[s.ID] = s.Status
	}
	return out
}

func active(sessions map[string]string) (n int) {
	for _, status := range sessions {
		if status == "active" {
			n++
		}
	}
	return n
}

// security is one case of an action: what it says and changes, and what it says
// and leaves alone when it is repeated.
type security struct {
	action, lines string
	says, again   []string
	// Of the user afterwards:
	password, mfa bool
	sessions      int // that are active
	// rewrites are the writes of the repetition.
	rewrites map[string]int
}

const (
	removePassword = "POST /users/{user_id}/remove_password"
	setCompromised = "POST /users/{user_id}/password/set_compromised"
)

var securityActions = map[string]security{
	"revokes all active sessions": {
		action: "clerk_user_revoke_sessions", password: true, mfa: true, sessions: 0,
		says:  []string{"Going to revoke the sessions", "Revoked the session sess_", "Revoked the session sess_", "Revoked 2 of the 3 sessions"},
		again: []string{"has no active session; none was revoked"},
	},
	"disables every second factor": {
		action: "clerk_user_disable_mfa", password: true, mfa: false, sessions: 2,
		says:  []string{"Disabled the multi-factor authentication", "the authenticator app", "the backup codes", "the phone number idn_"},
		again: []string{"has no second factor; nothing was changed"},
	},
	"removes the password": {
		action: "clerk_user_remove_password", password: false, mfa: true, sessions: 2,
		says:  []string{"Going to remove the password", "Removed the password of the user user_"},
		again: []string{"has no password; nothing was changed"},
	},
	"removes the password and ends the sessions": {
		action: "clerk_user_remove_password", lines: "sign_out_of_other_sessions = true", password: false, mfa: true, sessions: 0,
		says:  []string{"Removed the password", "ended the active sessions"},
		again: []string{"has no password", "has no active session; none was revoked"},
	},
	"marks the password as compromised": {
		action: "clerk_user_set_password_compromised", password: true, mfa: true, sessions: 2,
		says:     []string{"Marked the password of the user user_", "as compromised."},
		again:    []string{"Marked the password", "as compromised."},
		rewrites: map[string]int{setCompromised: 1},
	},
	"marks the password as compromised and ends the sessions": {
		action: "clerk_user_set_password_compromised", lines: "revoke_all_sessions = true", password: true, mfa: true, sessions: 0,
		says:     []string{"Marked the password", "as compromised, and ended all sessions"},
		again:    []string{"Marked the password", "as compromised, and ended all sessions"},
		rewrites: map[string]int{setCompromised: 1},
	},
}

func (s security) config(userID string) string {
	return "action \"" + s.action + "\" \"this\" {\n  config {\n    user_id = " + userID + "\n    " + s.lines + "\n  }\n}\n"
}

// expect checks what Clerk now holds of the user.
func (s security) expect(t *testing.T, i *acctest.Instance) {
	t.Helper()
	user := i.User("ada@example.com")
	if user.PasswordEnabled != s.password || user.HasMFA() != s.mfa || user.TOTPEnabled != s.mfa || user.BackupCodeEnabled != s.mfa || user.TwoFactorEnabled != s.mfa {
		t.Errorf("password %t, MFA %t, TOTP %t, backup codes %t", user.PasswordEnabled, user.HasMFA(), user.TOTPEnabled, user.BackupCodeEnabled)
	}
	if n := active(sessionsOf(t, i, user.ID)); n != s.sessions {
		t.Errorf("%d sessions are active", n)
	}
	if len(user.PhoneNumbers) != 1 || len(user.EmailAddresses) != 1 {
		t.Error("addresses are gone")
	}
}

func TestRunsTheActionsAndOnceMore(t *testing.T) {
	t.Parallel()
	for title, s := range securityActions {
		for _, again := range []string{"unchanged", "400"} {
			t.Run(title+", revoke_again="+again, func(t *testing.T) {
				t.Parallel()
				i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"revoke_again": again} })
				user := guarded(t, i)
				for number, words := range [][]string{s.says, s.again} {
					before := maps.Clone(i.Writes())
					out, errs := i.Invoke(s.config(`"` + user.ID + `"`))
					if errs != "" || !acctest.Words(words...).MatchString(out) {
						t.Fatalf("%s %s", errs, out)
					}
					s.expect(t, i)
					if number == 1 {
						i.ExpectWrites(before, s.rewrites)
					}
				}
			})
		}
	}
}

func TestAccRunsAnActionFromTheCommandLine(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Actions)
	i := acctest.NewLocal(t)
	s := securityActions["marks the password as compromised and ends the sessions"]
	user := guarded(t, i)
	out := i.CLI(s.config(`"`+user.ID+`"`)).Must("apply", "-auto-approve", "-invoke=action."+s.action+".this")
	if !acctest.Words(s.says...).MatchString(out) {
		t.Error(out)
	}
	s.expect(t, i)
}

// An update of the user triggers the actions, which refer to that user.
func TestAccRunsTheActionsWhenTheUserIsUpdated(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Actions)
	i := acctest.New(t)
	user := guarded(t, i)
	config := `
import {
  to = clerk_user.ada
  id = "` + user.ID + `"
}
resource "clerk_user" "ada" {
  public_metadata = jsonencode({ offboarded = false })
  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.clerk_user_revoke_sessions.this, action.clerk_user_disable_mfa.this, action.clerk_user_remove_password.this]
    }
  }
}
`
	for _, title := range []string{"revokes all active sessions", "disables every second factor", "removes the password"} {
		config += securityActions[title].config("clerk_user.ada.id")
	}
	i.Run(resource.TestStep{
		Config: config,
		Check: func(*terraform.State) error {
			security{}.expect(t, i)
			return nil
		},
	})
}

// A pending session waits for its user to do something, and is active then.
func TestRevokesPendingSessionsToo(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	user := guarded(t, i)
	i.Post("/_sim/seed", map[string]any{"sessions": []any{map[string]any{"user_id": user.ID, "status": "pending"}}})
	out, errs := i.Invoke(securityActions["revokes all active sessions"].config(`"` + user.ID + `"`))
	if errs != "" || !strings.Contains(out, "Revoked 3 of the 4 sessions") {
		t.Error(out, errs)
	}
	for id, status := range sessionsOf(t, i, user.ID) {
		if status != "revoked" {
			t.Errorf("the session %s is %s", id, status)
		}
	}
}

// Their users' sessions are ended all the same, which Clerk alone would not do.
func TestEndsTheSessionsOfAUserWithoutAPassword(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"removes the password and ends the sessions", "marks the password as compromised and ends the sessions"} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			user := guarded(t, i)
			if _, err := i.Clerk.Users.RemovePassword(t.Context(), user.ID, false); err != nil {
				t.Fatal(err)
			}
			s := securityActions[title]
			out, errs := i.Invoke(s.config(`"` + user.ID + `"`))
			if errs != "" || !acctest.Words("has no password", "Revoked 2 of the 3 sessions").MatchString(out) {
				t.Error(out, errs)
			}
			s.password = false
			s.expect(t, i)
		})
	}
}

func TestMarksThePasswordAsCompromised(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	user := guarded(t, i)
	if _, errs := i.Invoke(securityActions["marks the password as compromised"].config(`"` + user.ID + `"`)); errs != "" {
		t.Fatal(errs)
	}
	// The API itself does not show it.
	if users := i.Held("users"); len(users) != 1 || users[0]["password_compromised"] != true {
		t.Error(users)
	}
}

func TestSaysThatTheUserOfAnActionDoesNotExist(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	for _, s := range securityActions {
		i.ExpectError(s.config(`"user_nobody"`), "Could not", "of the user", "user_id", "404", "user_nobody")
	}
}

func TestSaysWhatClerkRefusedInAnAction(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	user := guarded(t, i)
	i.Sim.PlaceFault(clerksim.Fault{Operation: removePassword, Kind: "502", Times: 20})
	out, errs := i.Invoke("provider \"clerk\" {\n  max_retries = 0\n}\n" + securityActions["removes the password"].config(`"`+user.ID+`"`))
	if !acctest.Words("Could not remove the password of the user", "502", "Run again later").MatchString(errs) || strings.Contains(out, "Removed the password") {
		t.Error(out, errs)
	}
	if !i.User("ada@example.com").PasswordEnabled {
		t.Error("the password is gone")
	}
}
