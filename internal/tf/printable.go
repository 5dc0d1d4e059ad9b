package tf

import (
	"fmt"
	"strings"
	"unicode"
)

// Printable is a text from Clerk for a terminal: what would act on the terminal, or
// turn the direction of writing, is written as its code, such as \u001b. End users
// choose their names, and an escape sequence in one can hide lines of a plan.
func Printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		// The joiners are a part of names in some scripts, and of some emoji.
		if unicode.IsPrint(r) || r == '\u200c' || r == '\u200d' {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, `\u%04x`, r)
	}
	return b.String()
}
