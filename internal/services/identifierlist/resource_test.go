package identifierlist_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// Upper and lower case, and space around an identifier, make no difference.
func TestTheSpellingOfAnIdentifierMakesNoDifference(t *testing.T) {
	t.Parallel()
	for list, creates := range map[string]string{"clerk_allowlist_identifier": "POST /allowlist_identifiers", "clerk_blocklist_identifier": "POST /blocklist_identifiers"} {
		config := func(identifier string) string {
			return fmt.Sprintf("resource %q \"ada\" {\n  identifier = %q\n}\n", list, identifier)
		}
		i := acctest.InProcess(t)
		i.Drive(
			acctest.Step{Config: config(" Ada@Example.com "), Writes: map[string]int{creates: 1}},
			acctest.Step{Config: config("ada@example.com"), Plan: acctest.Nothing},
			acctest.Step{Config: config("ADA@example.com\t"), Plan: acctest.Nothing},
			acctest.Step{Config: config("grace@example.com"), Writes: map[string]int{creates: 1, strings.Replace(creates, "POST", "DELETE", 1) + "/{identifier_id}": 1}},
		)
	}
}
