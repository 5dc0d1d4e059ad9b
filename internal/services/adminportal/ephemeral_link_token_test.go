package adminportal_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const creation, revocation = "POST /admin_portal_link_tokens", "POST /admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke"

func token(lines string) string {
	return "ephemeral \"clerk_admin_portal_link_token\" \"this\" {\n  " + lines + "\n}\n"
}

// revoked is what became of the one token that Clerk has.
func revoked(t *testing.T, i *acctest.Instance) any {
	t.Helper()
	held := i.Held("admin_portal_link_tokens")
	if len(held) != 1 {
		t.Fatalf("Clerk has %v", held)
	}
	return held[0]["revoked"]
}

// A token is asked for once in each opening, and revoked when Terraform is done with it, unless it is not to be.
func TestATokenIsAskedForOnceAndRevokedOnClose(t *testing.T) {
	t.Parallel()
	for lines, test := range map[string]struct {
		lifetime time.Duration
		writes   map[string]int
	}{
		"":                        {time.Hour, map[string]int{creation: 1, revocation: 1}},
		"revoke_on_close = true":  {time.Hour, map[string]int{creation: 1, revocation: 1}},
		"revoke_on_close = false": {time.Hour, map[string]int{creation: 1}},
		"organization_id = %q\n  it_contact_id = \"it@example.com\"\n  scopes = [\"admin_portal:read\"]\n  seconds_until_expiration = 86400": {24 * time.Hour, map[string]int{creation: 1, revocation: 1}},
	} {
		i := acctest.InProcess(t)
		if strings.Contains(lines, "%q") {
			acme, err := i.Clerk.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: "Acme"})
			if err != nil {
				t.Fatal(err)
			}
			lines = fmt.Sprintf(lines, acme.ID)
		}
		before := i.Writes()
		i.Open(token(lines), func(given map[string]any) {
			secret, id := fmt.Sprint(given["token"]), fmt.Sprint(given["id"])
			expires, err := time.Parse(time.RFC3339, fmt.Sprint(given["expiration"]))
			if left := time.Until(expires); err != nil || left > test.lifetime+time.Minute || left < test.lifetime-time.Minute {
				t.Errorf("%s: it lasts %v: %v", lines, left, err)
			}
			if !strings.HasPrefix(secret, "aplt_") || !strings.HasPrefix(id, "aplt_") || secret == id {
				t.Errorf("%s gives %v", lines, given)
			}
			held := i.Held("admin_portal_link_tokens")
			if revoked(t, i) != false || held[0]["token"] != nil {
				t.Errorf("%s: while it is used, Clerk has %v", lines, held)
			}
			if strings.Contains(lines, "scopes") && (given["organization_id"] != held[0]["organization_id"] || held[0]["it_contact_id"] != "it@example.com" || fmt.Sprint(held[0]["scopes"]) != "[admin_portal:read]") {
				t.Errorf("%s: Clerk has %v", lines, held)
			}
		})
		i.ExpectWrites(before, test.writes)
		if got, want := revoked(t, i), test.writes[revocation] == 1; got != want {
			t.Errorf("%s: revoked is %v", lines, got)
		}
	}
}

// A token that is revoked before Terraform is done with it is no error, whatever Clerk says to that.
func TestATokenThatIsRevokedAlreadyIsClosed(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"unchanged", "400"} {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"admin_portal_token_revoked_again": answer} })
		i.Open(token(""), func(given map[string]any) {
			if err := i.Clerk.AdminPortalLinkTokens.Revoke(t.Context(), fmt.Sprint(given["id"])); err != nil {
				t.Error(err)
			}
		})
		if revoked(t, i) != true {
			t.Errorf("%s: it is not revoked", answer)
		}
	}
}

// A lost answer is an error, and no second token is asked for.
func TestATokenWhoseAnswerIsLostIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Sim.PlaceFault(clerksim.Fault{Operation: creation, Kind: "lost", Times: 9})
	i.ExpectError(token(""), "Could not create a link token of the admin portal", "the answer was lost")
	if n := i.Sim.Stats().ByOperation[creation]; n != 1 {
		t.Errorf("it was asked for %d times", n)
	}
}

// What cannot be is refused before anything is sent, on the argument.
func TestBadArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	for lines, words := range map[string][]string{
		`organization_id = "acme"`:         {"organization_id", "no id"},
		`it_contact_id = ""`:               {"it_contact_id", "at least 1"},
		`scopes = [""]`:                    {"scopes", "at least 1"},
		`seconds_until_expiration = 0`:     {"seconds_until_expiration", "between 1 and 86400"},
		`seconds_until_expiration = 86401`: {"seconds_until_expiration", "between 1 and 86400"},
	} {
		acctest.InProcess(t).ExpectRefused(token(lines), words...)
	}
	i := acctest.InProcess(t)
	i.ExpectError(token(`organization_id = "org_000000000000000000000000000"`), "Could not create a link token", fmt.Sprint(http.StatusBadRequest), "does not exist")
}
