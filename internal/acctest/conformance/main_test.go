package conformance_test

import (
	"flag"
	"os"
	"testing"
)

// sequences is how many are drawn of each type, unless -rapid.checks says otherwise.
const sequences = "24"

// TestMain draws fewer sequences of each type than rapid's hundred: there are many types, and
// `make soak` draws as many as one likes.
func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if err := flag.Set("rapid.checks", sequences); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
