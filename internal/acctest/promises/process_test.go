package promises_test

import (
	"os"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// logs are the variables that QuietLogs sets.
var logs = []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO", "TF_LOG_PROVIDER_CLERK"}

// withoutLogs is an environment that asks for no logs.
func withoutLogs(t *testing.T) {
	t.Helper()
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TF_LOG") {
			t.Setenv(name, "")
		}
	}
	for _, name := range logs {
		t.Setenv(name, "") // which puts back what QuietLogs sets
	}
}

func TestLogsAreOffUnlessSomebodyAsksForThem(t *testing.T) {
	for asked, want := range map[string]string{"": "off", "TF_LOG": "", "TF_LOG_PROVIDER": ""} {
		t.Run(asked, func(t *testing.T) {
			withoutLogs(t)
			if asked != "" {
				t.Setenv(asked, "TRACE")
			}
			if err := server.QuietLogs(); err != nil {
				t.Fatal(err)
			}
			for _, name := range logs {
				if got := os.Getenv(name); got != want {
					t.Errorf("%s is %q, expected %q", name, got, want)
				}
			}
		})
	}
}

func TestGarbageIsCollectedAsOftenAsTheEnvironmentSays(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	t.Setenv("GOGC", "50")
	server.RelaxGC(300)
	if percent := debug.SetGCPercent(100); percent != 100 {
		t.Errorf("GOGC is overruled by %d", percent)
	}
	t.Setenv("GOGC", "")
	server.RelaxGC(300)
	if percent := debug.SetGCPercent(100); percent <= 100 {
		t.Errorf("garbage is collected at %d percent", percent)
	}
}
