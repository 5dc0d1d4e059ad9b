package tf_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

func TestWhatActsOnATerminalIsWrittenAsItsCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Ada Brightwater":            "Ada Brightwater",
		"\x1b[2J\x1b[31mAda":         `\u001b[2J\u001b[31mAda`,
		"Ada\a":                      `Ada\u0007`,
		"Ada\nTerraform will":        `Ada\u000aTerraform will`,
		"\u202egnp.exe":              `\u202egnp.exe`,
		"\u2066Ada\u2069":            `\u2066Ada\u2069`,
		"\u009b31m":                  `\u009b31m`,
		"Zoë, 李, नि, 👩\u200d🚀":       "Zoë, 李, नि, 👩\u200d🚀",
		"می\u200cخواهم":              "می\u200cخواهم",
		"a right-to-left \u200fmark": `a right-to-left \u200fmark`,
	} {
		if got := tf.Printable(text); got != want {
			t.Errorf("%q is %q, expected %q", text, got, want)
		}
	}
}
