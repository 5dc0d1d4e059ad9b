package conformance_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// End users choose their names, and terraform query prints them as they are.
func TestWhatAQueryPrintsOfANameDoesNotActOnTheTerminal(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, acctest.NewSim(t))
	_, err := w.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{Account: clerk.Account{
		FirstName: clerk.Value("\x1b[2J\a\u202eAda"), LastName: clerk.Value("Bright\nwater"), Username: clerk.Value("ada_1"),
	}})
	w.Must(err)
	walk, err := w.Core.Walk()
	w.Must(err)
	listed, err := walk.List(w.Core.Type("clerk_user"), nil, 0)
	w.Must(err)
	if len(listed) != 1 || !strings.Contains(listed[0].DisplayName, "Ada") {
		t.Fatalf("listed are %v", listed)
	}
	if name := listed[0].DisplayName; strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		t.Errorf("the name is %q", name)
	}
}
