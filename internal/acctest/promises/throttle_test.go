package promises_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// TestARunThatIsThrottledForMoreThanThirtySecondsSaysSoOnce reads one object after
// the other under a limit of one in 20 seconds.
func TestARunThatIsThrottledForMoreThanThirtySecondsSaysSoOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, err := clerksim.New(clerksim.Options{RateLimit: "1/20s"})
		if err != nil {
			t.Fatal(err)
		}
		server, typ := configuredAs(t, "http://127.0.0.1", sim.SecretKey(), sim)
		began := time.Now()
		// Nobody is there, so the first read also asks which instance says so.
		for n := range 6 {
			resp, err := read(t.Context(), server, typ)
			if err != nil {
				t.Fatal(err)
			}
			waited := time.Since(began).Round(time.Second)
			if due := n == 1; due != (len(resp.Diagnostics) == 1) || waited != time.Duration(n+1)*20*time.Second {
				t.Fatalf("read %d, after %s: %v", n, waited, resp.Diagnostics)
			}
			for _, d := range resp.Diagnostics {
				if d.Severity != tfprotov6.DiagnosticSeverityWarning || d.Summary != "Clerk's rate limit slows this run down" ||
					!strings.Contains(d.Detail, "waited 40s because Clerk refused 2 requests") || !strings.Contains(d.Detail, "Ask Clerk for a higher limit") {
					t.Errorf("%s: %s\n%s", d.Severity, d.Summary, d.Detail)
				}
			}
		}
	})
}
