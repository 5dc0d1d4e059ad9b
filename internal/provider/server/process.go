package server

import (
	"os"
	"runtime/debug"
	"strings"
)

// QuietLogs turns the SDK's logs off in this process, unless a TF_LOG… variable of
// the environment asks for some: the SDK composes its lines all the same, and lets
// the CLI drop them. Each subsystem has a level of its own.
func QuietLogs() error {
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "TF_LOG") && name != "TF_LOG_PATH" && value != "" {
			return nil
		}
	}
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO", "TF_LOG_PROVIDER_CLERK"} {
		if err := os.Setenv(name, "off"); err != nil {
			return err
		}
	}
	return nil
}

// RelaxGC lets this process collect garbage only when its memory has grown by so many percent, unless GOGC says
// how often. What a call allocates is garbage when it returns, so most collections while it
// runs find little; the price is memory, of which a provider needs little.
func RelaxGC(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
